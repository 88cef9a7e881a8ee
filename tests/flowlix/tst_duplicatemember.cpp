// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/duplicatemember.h"

#include <QTest>

using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;

class TestDuplicateMember : public QObject
{
    Q_OBJECT
private slots:
    void finds_data();
    void finds();
};

void TestDuplicateMember::finds_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("found");

    const auto add = [](const QByteArray &json, const QString &found) {
        QTest::newRow(json.isEmpty() ? "(empty)" : json.constData()) << json << found;
    };
    add("", {});
    add("{}", {});
    add("[]", {});
    add(R"({"amount":1})", {});
    add(R"({"amount":1,"amount":1})", u"amount"_s);
    add(R"({ "amount" : 1 , "x" : 2 , "amount" : 1 })", u"amount"_s);
    add(R"({"id":1,"amount":{"id":2}})", {});
    add(R"({"id":1,"amount":{"id":2},"id":3})", u"id"_s);
    add(R"({"a":{"b":[{},{"id":1,"id":2}]}})", u"id"_s);
    add(R"([{"id":1},{"id":2},{"id":3}])", {});
    add(R"({"x":1,"x":2})", {});
    add(R"({"Amount":1,"amount":2})", {});
    add(R"({"amount":"amount","x":"amount"})", {});
    add(R"({"x":["amount","amount"]})", {});
    add(R"({"x":"\"amount\":1,","amount":1})", {});
    add(R"({"x":"{","amount":1,"y":"\\","amount":2})", u"amount"_s);
    add(R"({"am\u006Funt":1,"amount":2})", u"amount"_s);
    add(R"({"\"amount":1,"amount":2})", {});
    add(R"({"x":[1,"amount",{"y":2}],"amount":[],"z":[[],"amount"]})", {});
    add(R"({"x":[],"amount":[],"amount":{}})", u"amount"_s);
}

void TestDuplicateMember::finds()
{
    QFETCH(QByteArray, json);
    constexpr QLatin1StringView names[] = {"id"_L1, "amount"_L1};
    QTEST(QString(duplicateMember(json, names)), "found");
}

QTEST_APPLESS_MAIN(TestDuplicateMember)
#include "tst_duplicatemember.moc"
