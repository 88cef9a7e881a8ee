// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/chargepage.h"
#include "desk/mainwindow.h"
#include "desk/palettes.h"
#include "desk/serviceline.h"
#include "flowlix/client.h"
#include "support/rawserver.h"

#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace paydesk;
using namespace paydesk::desk;
using namespace paydesk::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using payments::Reach;
using payments::ServiceState;
using payments::ServiceWatch;

namespace {

struct Named
{
    const char *name;
    ServiceState state;
    QString text;
    QString trainingText;
};

QList<Named> everyState()
{
    return {
        {"unknown", {}, u"Flowlix has not answered yet"_s, u"The training service has not answered yet"_s},
        {"online", {.reach = Reach::Online}, u"Connected to Flowlix"_s,
            u"Connected to the training service"_s},
        {"slow", {.reach = Reach::Slow, .delay = 3210ms}, u"Flowlix answers slowly (3.2 s)"_s,
            u"The training service answers slowly (3.2 s)"_s},
        {"key refused", {.reach = Reach::Online, .keyRefused = true},
            u"Flowlix does not accept this key, so no payment can be started. Correct the key in the "
            u"settings "
            "and restart Paydesk."_s,
            u"The training service has a fault. Restart Paydesk if it lasts."_s},
        {"key refused, slowly", {.reach = Reach::Slow, .keyRefused = true, .delay = 3210ms},
            u"Flowlix does not accept this key, so no payment can be started. Correct the key in the "
            u"settings "
            "and restart Paydesk."_s,
            u"The training service has a fault. Restart Paydesk if it lasts."_s},
        {"faulty", {.reach = Reach::Faulty, .keyRefused = true},
            u"Flowlix has a fault – payments may not start right now. Paydesk keeps trying."_s,
            u"The training service has a fault. Restart Paydesk if it lasts."_s},
        {"offline", {.reach = Reach::Offline, .keyRefused = true, .problem = u"No network."_s},
            u"No connection to Flowlix – payments cannot be started right now. Paydesk keeps trying."_s,
            u"No connection to the training service – payments cannot be practised right now. Restart "
            u"Paydesk "
            "if it lasts."_s}};
}

QLabel *textOf(const QWidget &widget)
{
    return widget.findChild<QLabel *>(u"serviceText"_s);
}

} // namespace

/// The line that tells whether the service can be reached.
class TestServiceLine : public QObject
{
    Q_OBJECT
private slots:
    void tells_data();
    void tells();
    void canBeRead();
    void hasAShapeForEach();
    void followsTheTheme();
    void isAlwaysInTheWindow();
};

void TestServiceLine::tells_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < everyState().size(); ++i)
        QTest::newRow(everyState().at(i).name) << i;
}

void TestServiceLine::tells()
{
    QFETCH(int, index);
    const Named named = everyState().at(index);
    ServiceLine line;
    line.showState(named.state);
    QCOMPARE(textOf(line)->text(), named.text);
    QCOMPARE(textOf(line)->toolTip(), named.state.problem);
    line.setTraining(true);
    QCOMPARE(textOf(line)->text(), named.trainingText);
    QVERIFY(!textOf(line)->text().contains(u"Flowlix"_s));
    for (QLabel *label : line.findChildren<QLabel *>())
        QVERIFY(!QAccessible::queryAccessibleInterface(label)->text(QAccessible::Name).isEmpty());
}

void TestServiceLine::canBeRead()
{
    for (const QPalette &palette : {lightPalette(), darkPalette()}) {
        ServiceLine line;
        line.setPalette(palette);
        for (const Named &named : everyState()) {
            line.showState(named.state);
            const QColor ink = textOf(line)->palette().color(QPalette::WindowText);
            QVERIFY2(contrast(ink, palette.color(QPalette::Window)) >= readable, named.name);
        }
    }
}

void TestServiceLine::hasAShapeForEach()
{
    ServiceLine line;
    QMap<QByteArray, QString> shapes;
    for (const Named &named : everyState()) {
        line.showState(named.state);
        QImage image;
        for (const QLabel *label : line.findChildren<QLabel *>()) {
            if (!label->pixmap().isNull())
                image = label->pixmap().toImage().convertToFormat(QImage::Format_Alpha8);
        }
        const QByteArray bytes(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes());
        QVERIFY2(bytes.count('\0') < bytes.size(), named.name);
        shapes.insert(bytes, textOf(line)->text());
    }
    QCOMPARE(shapes.size(), 5); // a refused key and a fault of the service look the same
}

void TestServiceLine::followsTheTheme()
{
    ServiceLine line;
    line.setPalette(lightPalette());
    line.showState({.reach = Reach::Offline});
    const QColor light = textOf(line)->palette().color(QPalette::WindowText);
    line.setPalette(darkPalette());
    QVERIFY(textOf(line)->palette().color(QPalette::WindowText) != light);
}

void TestServiceLine::isAlwaysInTheWindow()
{
    RawServer server;
    const auto page = RawServer::http(200, R"({"data":[],"has_more":false})");
    server.answerWith(page);
    server.answerWith(RawServer::close());
    server.answerWith(RawServer::close()); // a GET is sent again by itself
    server.answerWith(page);
    flowlix::Client client(
        {.baseUrl = server.url(), .key = SecretKey::parse("fl_test_sk_0123456789").value()});
    ServiceWatch watch(client, {.quiet = 20ms, .retry = 20ms, .slowAnswer = 10min});
    MainWindow window(settings::Settings{.mode = Mode::Test, .shopName = u"Corner"_s}, false);
    window.findChild<ChargePage *>()->setReady(true);
    window.show();
    QVERIFY(textOf(window)->isVisible());
    QCOMPARE(textOf(window)->text(), everyState().at(0).text);

    const auto *hint = window.findChild<QLabel *>(u"chargeHint"_s);
    const auto *button = window.findChild<QPushButton *>(u"chargeButton"_s);
    QVERIFY(!hint->isVisible());
    window.watchService(watch);
    QStringList course;
    connect(&watch, &ServiceWatch::changed, this, [&] {
        course.append(textOf(window)->text());
        const bool offline = watch.state().reach == Reach::Offline;
        QCOMPARE(hint->isVisible(), offline);
        QCOMPARE(button->accessibleDescription().isEmpty(), !offline);
        QVERIFY(button->isEnabled()); // the sale would be kept and asked about
    });
    watch.start();
    QTRY_COMPARE(course.size(), 3);
    QCOMPARE(course.at(0), u"Connected to Flowlix"_s);
    QVERIFY(course.at(1).startsWith(u"No connection to Flowlix"_s));
    QCOMPARE(course.at(2), u"Connected to Flowlix"_s);
}

QTEST_MAIN(TestServiceLine)
#include "tst_serviceline.moc"
