// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandboxfixture.h"

#include <QJsonArray>

using namespace paydesk;
using namespace paydesk::sandbox;
using namespace paydesk::sandbox::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray page(const QString &kind, const QString &id)
{
    return '/' + kind.toLatin1() + '/' + id.toLatin1();
}

QByteArray back(const QString &id, const QByteArray &status)
{
    return "https://paydesk.invalid/return?payment_id=" + id.toLatin1() + "&status=" + status;
}

} // namespace

/// What a customer can do, by the requests that a browser makes.
class TestPages : public QObject
{
    Q_OBJECT
private slots:
    void showsTheForm();
    void escapesWhatTheShopSent();
    void testCards_data();
    void testCards();
    void asksForThreeDSecure_data();
    void asksForThreeDSecure();
    void wrongInputComesBackWithoutTheNumber();
    void cancels();
    void expires();
    void saysSoWhenFinal_data();
    void saysSoWhenFinal();
    void aSecondSubmissionDoesNothing();
    void appendsToTheReturnUrl_data();
    void appendsToTheReturnUrl();
    void returns_data();
    void returns();
    void returnsByPostAnd307();
    void returnsFromAPopup();
    void returnsFromAFrame();
    void returnsWithAnotherPayment();
    void returnsBeforeTheStatusIsFinal();
    void steersItself_data();
    void steersItself();
    void declinesWithTheCodeAskedFor();
    void expiresWhereAskedOnly();
    void unknownPayments();
    void keepsNoCardData();
};

void TestPages::showsTheForm()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    const Answer answer = sandbox.get(page(u"pay"_s, id));
    QCOMPARE(answer.status(), 200);
    QCOMPARE(answer.header("Cache-Control"), QByteArray("no-store"));
    QVERIFY(!answer.header("Flowlix-Request-Id").isEmpty());
    const QByteArray policy = answer.header("Content-Security-Policy");
    QVERIFY(policy.contains("default-src 'none'"));
    QVERIFY(!policy.contains("unsafe") && !policy.contains("script-src"));
    QVERIFY(policy.contains("form-action 'self' https://paydesk.invalid"));
    const QByteArray html = answer.body();
    for (const char *part :
        {"TRAINING", "EUR 25.00", "autofocus", "autocomplete=\"cc-number\"", "autocomplete=\"cc-exp\"",
            "autocomplete=\"cc-csc\"", "<label for=\"number\">", "<label for=\"expiry\">",
            "<label for=\"cvc\">", "4111 1111 1111 1111", "4635 4400 0000 2223", "value=\"cancel\""})
        QVERIFY2(html.contains(part), part);
    QVERIFY2(!html.contains("<script"), "a page that nobody steers needs no script");
    QVERIFY2(!html.contains("{{"), "a placeholder was left");
}

void TestPages::escapesWhatTheShopSent()
{
    Sandbox sandbox;
    const QJsonObject body{{u"amount"_s, 1}, {u"currency"_s, u"gbp"_s},
        {u"redirect_url"_s, u"https://shop.example/\"><script>alert(1)</script>"_s},
        {u"description"_s, u"<script>alert(1)</script> {{amount}} & \"x\""_s},
        {u"metadata"_s, QJsonObject{{u"sandbox_blocked"_s, u"\"><script>alert(1)</script>"_s}}}};
    QCOMPARE(sandbox.create(json(body)).status(), 400); // not an URL

    QJsonObject good = body;
    good.insert(u"redirect_url"_s, u"https://shop.example/a'b"_s);
    const QString id = sandbox.create(json(good)).json()[u"id"].toString();
    const QByteArray html = sandbox.get(page(u"pay"_s, id)).body();
    QVERIFY(!html.contains("<script>alert"));
    QVERIFY(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; {{amount}} &amp; &quot;x&quot;"));
}

void TestPages::testCards_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QString>("declineCode");
    QTest::newRow("pays") << QByteArray("4111+1111+1111+1111") << QByteArray("succeeded") << QString();
    QTest::newRow("do not honor") << QByteArray("4000000000000002") << QByteArray("failed")
                                  << u"do_not_honor"_s;
    QTest::newRow("funds") << QByteArray("4000000000009995") << QByteArray("failed")
                           << u"insufficient_funds"_s;
    QTest::newRow("any other") << QByteArray("5555555555554444") << QByteArray("failed")
                               << u"generic_decline"_s;
}

void TestPages::testCards()
{
    QFETCH(QByteArray, number);
    QFETCH(QByteArray, status);
    QFETCH(QString, declineCode);
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    const Answer answer = sandbox.payWith(id, number);
    QCOMPARE(answer.status(), 303);
    QCOMPARE(answer.header("Location"), back(id, status));
    const QJsonObject payment = sandbox.payment(id);
    QCOMPARE(payment[u"status"].toString().toLatin1(), status);
    QCOMPARE(payment[u"decline_code"].toString(), declineCode);
    QCOMPARE(payment[u"decline_message"].toString().isEmpty(), declineCode.isEmpty());
    QCOMPARE(payment[u"card"][u"last4"].toString().toLatin1(), number.right(4));
    QCOMPARE(payment[u"card"][u"exp_month"].toInt(), 12);
    QCOMPARE(payment[u"card"][u"exp_year"].toInt(), 2040);
}

void TestPages::asksForThreeDSecure_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("approve") << QByteArray("approve") << QByteArray("succeeded");
    QTest::newRow("reject") << QByteArray("reject") << QByteArray("failed");
}

void TestPages::asksForThreeDSecure()
{
    QFETCH(QByteArray, action);
    QFETCH(QByteArray, status);
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    const Answer submitted = sandbox.payWith(id, "4635440000002223");
    QCOMPARE(submitted.status(), 303);
    QCOMPARE(submitted.header("Location"), page(u"3ds"_s, id));

    const QJsonObject waiting = sandbox.payment(id);
    QCOMPARE(waiting[u"status"].toString(), u"requires_action"_s);
    QCOMPARE(waiting[u"next_action"][u"redirect_url"].toString(), sandbox.url.toString() + u"/3ds/"_s + id);
    QCOMPARE(sandbox.get(page(u"pay"_s, id)).header("Location"), page(u"3ds"_s, id));
    QVERIFY(sandbox.get(page(u"3ds"_s, id)).body().contains("ending in <strong>2223</strong>"));
    QCOMPARE(sandbox.submit(page(u"3ds"_s, id), "action=nonsense").status(), 200); // the question again

    const Answer answered = sandbox.submit(page(u"3ds"_s, id), "action=" + action);
    QCOMPARE(answered.status(), 303);
    QCOMPARE(answered.header("Location"), back(id, status));
    const QJsonObject payment = sandbox.payment(id);
    QCOMPARE(payment[u"status"].toString().toLatin1(), status);
    QVERIFY(payment[u"next_action"].isNull());
    QCOMPARE(
        payment[u"decline_code"].toString(), action == "reject" ? u"three_d_secure_failed"_s : QString());
}

void TestPages::wrongInputComesBackWithoutTheNumber()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    const Answer answer
        = sandbox.submit(page(u"pay"_s, id), "number=4111111111111112&expiry=07%2F31&cvc=987&action=pay");
    QCOMPARE(answer.status(), 422);
    QVERIFY(answer.body().contains("id=\"number-error\""));
    QVERIFY(answer.body().contains("aria-invalid=\"true\" aria-describedby=\"number-error\""));
    QVERIFY(answer.body().contains("value=\"07/31\""));
    QVERIFY(!answer.body().contains("id=\"expiry-error\""));
    QVERIFY(!answer.body().contains("4111111111111112") && !answer.body().contains("987"));
    QCOMPARE(sandbox.status(id), u"pending"_s);
    QVERIFY(sandbox.payment(id)[u"card"].isNull());
    QCOMPARE(sandbox.payWith(id, "4111111111111111").status(), 303); // and it can still be paid
}

void TestPages::cancels()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    QCOMPARE(sandbox.submit(page(u"pay"_s, id), "action=cancel").header("Location"), back(id, "canceled"));
    QCOMPARE(sandbox.status(id), u"canceled"_s);
}

void TestPages::expires()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    sandbox.now += 30LL * 60 * 1000;
    const Answer answer = sandbox.payWith(id, "4111111111111111");
    QCOMPARE(answer.status(), 200);
    QVERIFY(answer.body().contains("Session expired"));
    QCOMPARE(sandbox.status(id), u"expired"_s);
}

void TestPages::saysSoWhenFinal_data()
{
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("words");
    const QByteArray rest = "&expiry=12%2F40&cvc=123&action=pay";
    QTest::newRow("paid") << "number=4111111111111111" + rest << QByteArray("succeeded")
                          << QByteArray("Payment complete");
    QTest::newRow("declined") << "number=4000000000000002" + rest << QByteArray("failed")
                              << QByteArray("Payment declined");
    QTest::newRow("canceled") << QByteArray("action=cancel") << QByteArray("canceled")
                              << QByteArray("Payment canceled");
}

void TestPages::saysSoWhenFinal()
{
    QFETCH(QByteArray, form);
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, words);
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    sandbox.submit(page(u"pay"_s, id), form);
    for (const QString &kind : {u"pay"_s, u"3ds"_s}) {
        const QByteArray html = sandbox.get(page(kind, id)).body();
        QVERIFY(html.contains(words));
        QVERIFY(html.contains(
            "href=\"" + QString::fromLatin1(back(id, status)).toHtmlEscaped().toLatin1() + '"'));
        QVERIFY(!html.contains("<form"));
    }
}

void TestPages::aSecondSubmissionDoesNothing()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment();
    sandbox.payWith(id, "4000000000000002");
    const QJsonObject before = sandbox.payment(id);
    QCOMPARE(sandbox.payWith(id, "4111111111111111").status(), 200);
    sandbox.submit(page(u"pay"_s, id), "action=cancel");
    sandbox.submit(page(u"3ds"_s, id), "action=approve");
    QCOMPARE(sandbox.payment(id), before);
}

void TestPages::appendsToTheReturnUrl_data()
{
    QTest::addColumn<QString>("returnUrl");
    QTest::addColumn<QString>("expected"); // %1: payment id
    QTest::newRow("plain") << u"https://a.example/r"_s
                           << u"https://a.example/r?payment_id=%1&status=canceled"_s;
    QTest::newRow("root") << u"https://a.example"_s << u"https://a.example?payment_id=%1&status=canceled"_s;
    QTest::newRow("query") << u"https://a.example/r?x=1"_s
                           << u"https://a.example/r?x=1&payment_id=%1&status=canceled"_s;
    QTest::newRow("escapes stay") << u"https://a.example/r?x=a%26b%20c"_s
                                  << u"https://a.example/r?x=a%26b%20c&payment_id=%1&status=canceled"_s;
    QTest::newRow("fragment") << u"https://a.example/r#top"_s
                              << u"https://a.example/r?payment_id=%1&status=canceled#top"_s;
    QTest::newRow("port") << u"http://127.0.0.1:9/r"_s
                          << u"http://127.0.0.1:9/r?payment_id=%1&status=canceled"_s;
}

void TestPages::appendsToTheReturnUrl()
{
    QFETCH(QString, returnUrl);
    QFETCH(QString, expected);
    Sandbox sandbox;
    const QString id = sandbox.newPayment({}, returnUrl);
    const Answer answer = sandbox.submit(page(u"pay"_s, id), "action=cancel");
    QCOMPARE(QString::fromLatin1(answer.header("Location")), QString(expected).replace(u"%1"_s, id));
}

void TestPages::returns_data()
{
    // A declined payment, so that a forged return lies.
    QTest::addColumn<QString>("manner");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("html");
    const QByteArray truth = "?payment_id=ID&status=failed";
    const QByteArray escaped = "?payment_id=ID&amp;status=failed";
    using namespace steering::leavevalue;
    QTest::newRow("default") << QString() << 303 << truth << QByteArray();
    QTest::newRow("302") << found << 302 << truth << QByteArray();
    QTest::newRow("303") << seeOther << 303 << truth << QByteArray();
    QTest::newRow("307") << temporaryRedirect << 200 << QByteArray() << QByteArray("data-how=\"post\"");
    QTest::newRow("js") << script << 200 << QByteArray() << QByteArray("data-how=\"js\"");
    QTest::newRow("js target") << script << 200 << QByteArray()
                               << "data-target=\"https://paydesk.invalid/return" + escaped;
    QTest::newRow("meta") << metaRefresh << 200 << QByteArray()
                          << "http-equiv=\"refresh\" content=\"0; url=https://paydesk.invalid/return"
            + escaped;
    QTest::newRow("form") << formPost << 200 << QByteArray()
                          << "data-target=\"https://paydesk.invalid/return" + escaped;
    QTest::newRow("iframe") << iframe << 200 << QByteArray()
                            << QByteArray("data-target=\"/leave/ID?in=frame\"");
    QTest::newRow("none") << none << 200 << QByteArray() << QByteArray("Thank you");
    QTest::newRow("forged") << forged << 303 << QByteArray("?payment_id=ID&status=succeeded") << QByteArray();
    QTest::newRow("foreign, alone")
        << foreign << 303 << QByteArray("?payment_id=pay_00000000-0000-4000-8000-000000000000&status=failed")
        << QByteArray();
}

void TestPages::returns()
{
    QFETCH(QString, manner);
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    QFETCH(QByteArray, html);
    Sandbox sandbox;
    const QString id
        = sandbox.newPayment(manner.isEmpty() ? QJsonObject() : QJsonObject{{steering::leave, manner}});
    const Answer answer = sandbox.payWith(id, "4000000000000002");
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.header("Location"),
        location.isEmpty() ? location
                           : "https://paydesk.invalid/return" + location.replace("ID", id.toLatin1()));
    QVERIFY2(answer.body().contains(html.replace("ID", id.toLatin1())), answer.body().constData());
    QVERIFY(!answer.raw.contains("4000000000000002"));
    QCOMPARE(sandbox.status(id), u"failed"_s);
}

void TestPages::returnsByPostAnd307()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment({{steering::leave, steering::leavevalue::temporaryRedirect}});
    const Answer submitted = sandbox.payWith(id, "4111111111111111");
    QVERIFY(submitted.body().contains("data-target=\"/leave/" + id.toLatin1() + '"'));
    const Answer posted = sandbox.submit(page(u"leave"_s, id), {});
    QCOMPARE(posted.status(), 307);
    QCOMPARE(posted.header("Location"), back(id, "succeeded"));
}

void TestPages::returnsFromAPopup()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment({{steering::leave, steering::leavevalue::popup}});
    const QByteArray opener = sandbox.get(page(u"pay"_s, id)).body();
    QVERIFY(opener.contains("data-popup=\"/pay/" + id.toLatin1() + "?in=popup\""));
    QVERIFY(!opener.contains("cc-number"));
    QCOMPARE(
        sandbox.get(page(u"leave"_s, id)).header("Location"), page(u"pay"_s, id)); // not before it is done

    const QByteArray popup = page(u"pay"_s, id) + "?in=popup";
    QVERIFY(sandbox.get(popup).body().contains("cc-number"));
    const Answer submitted
        = sandbox.submit(popup, "number=4635440000002223&expiry=12%2F40&cvc=123&action=pay");
    QCOMPARE(submitted.header("Location"), page(u"3ds"_s, id) + "?in=popup");
    const Answer done = sandbox.submit(page(u"3ds"_s, id) + "?in=popup", "action=approve");
    QVERIFY(done.body().contains("data-how=\"close\""));
    QCOMPARE(sandbox.get(page(u"leave"_s, id)).header("Location"), back(id, "succeeded"));
}

void TestPages::returnsFromAFrame()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment({{steering::leave, steering::leavevalue::iframe}});
    sandbox.payWith(id, "4111111111111111");
    const QByteArray frame = sandbox.get(page(u"leave"_s, id) + "?in=frame").body();
    QVERIFY(frame.contains("data-how=\"top\""));
    QVERIFY(frame.contains("https://paydesk.invalid/return?payment_id=" + id.toLatin1()));
}

void TestPages::returnsWithAnotherPayment()
{
    Sandbox sandbox;
    const QString other = sandbox.newPayment();
    const QString id = sandbox.newPayment({{steering::leave, steering::leavevalue::foreign}});
    QCOMPARE(sandbox.payWith(id, "4111111111111111").header("Location"), back(other, "succeeded"));
}

void TestPages::returnsBeforeTheStatusIsFinal()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment({{steering::delayMs, u"5000"_s}});
    QCOMPARE(sandbox.payWith(id, "4111111111111111").header("Location"), back(id, "pending"));
    QCOMPARE(sandbox.status(id), u"pending"_s);
    QVERIFY(sandbox.get(page(u"pay"_s, id)).body().contains("being processed"));
    sandbox.now += 5000;
    QCOMPARE(sandbox.status(id), u"succeeded"_s);
}

void TestPages::steersItself_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("onPay"); // part of the body's data
    QTest::addColumn<QByteArray>("onChallenge");
    using namespace steering;
    QTest::newRow("pay") << steering::page << pagevalue::pay << QByteArray("data-number=\"4111111111111111\"")
                         << QByteArray();
    QTest::newRow("decline") << steering::page << pagevalue::decline
                             << QByteArray("data-number=\"4000000000000002\"") << QByteArray();
    QTest::newRow("3ds approve") << steering::page << pagevalue::challengeApprove
                                 << QByteArray("data-number=\"4635440000002223\"")
                                 << QByteArray("data-press=\"approve\"");
    QTest::newRow("3ds reject") << steering::page << pagevalue::challengeReject
                                << QByteArray("data-number=\"4635440000002223\"")
                                << QByteArray("data-press=\"reject\"");
    QTest::newRow("cancel") << steering::page << pagevalue::cancel << QByteArray("data-press=\"cancel\"")
                            << QByteArray();
    QTest::newRow("expire") << steering::page << pagevalue::expire << QByteArray("data-press=\"expire\"")
                            << QByteArray();
    for (const QString &thing : {blockedvalue::download, blockedvalue::file, blockedvalue::scheme,
             blockedvalue::geolocation, blockedvalue::newWindow, blockedvalue::print}) {
        const QByteArray data = "data-blocked=\"" + thing.toLatin1() + '"';
        QTest::addRow("%s", qPrintable(thing)) << blocked << thing << data << QByteArray();
    }
}

void TestPages::steersItself()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QByteArray, onPay);
    QFETCH(QByteArray, onChallenge);
    Sandbox sandbox;
    const QString id = sandbox.newPayment({{key, value}});
    const Answer answer = sandbox.get(page(u"pay"_s, id));
    QVERIFY(answer.body().contains(onPay));
    QVERIFY(answer.body().contains("<script>"));
    QVERIFY(answer.header("Content-Security-Policy").contains("script-src 'sha256-"));
    sandbox.payWith(id, "4635440000002223");
    const QByteArray challenge = sandbox.get(page(u"3ds"_s, id)).body();
    QVERIFY(challenge.contains(onChallenge));
    QCOMPARE(challenge.contains("<script>"), !onChallenge.isEmpty());
}

void TestPages::declinesWithTheCodeAskedFor()
{
    Sandbox sandbox;
    const QString id = sandbox.newPayment({{steering::page, u"decline:lost_card"_s}});
    sandbox.payWith(id, "4000000000000002");
    QCOMPARE(sandbox.payment(id)[u"decline_code"].toString(), u"lost_card"_s);
}

void TestPages::expiresWhereAskedOnly()
{
    Sandbox sandbox;
    const QString plain = sandbox.newPayment();
    QCOMPARE(sandbox.submit(page(u"pay"_s, plain), "action=expire").status(), 422); // an empty card form
    QCOMPARE(sandbox.status(plain), u"pending"_s);
    const QString asked = sandbox.newPayment({{steering::page, steering::pagevalue::expire}});
    QCOMPARE(
        sandbox.submit(page(u"pay"_s, asked), "action=expire").header("Location"), back(asked, "expired"));
}

void TestPages::unknownPayments()
{
    Sandbox sandbox;
    for (const QString &kind : {u"pay"_s, u"3ds"_s, u"leave"_s}) {
        QCOMPARE(sandbox.get(page(kind, u"pay_x"_s)).status(), 404);
        QCOMPARE(sandbox.submit(page(kind, u"pay_x"_s), "action=pay").status(), 404);
    }
}

void TestPages::keepsNoCardData()
{
    Sandbox sandbox;
    for (const QByteArray &number : {QByteArray("4111111111111111"), QByteArray("4000+0000+0000+0002"),
             QByteArray("4635-4400-0000-2223"), QByteArray("4111111111111112")}) {
        const QString id = sandbox.newPayment();
        sandbox.submit(page(u"pay"_s, id), "number=" + number + "&expiry=12%2F40&cvc=73951&action=pay");
        sandbox.submit(page(u"pay"_s, id), "number=" + number + "&expiry=12%2F40&cvc=739&action=pay");
    }
    QFile state(sandbox.path);
    QVERIFY(state.open(QIODevice::ReadOnly));
    const QByteArray content = state.readAll();
    QVERIFY(content.contains("\"last4\":\"1111\""));
    QByteArray digits = content;
    digits.replace(' ', "").replace('-', "");
    for (const char *part : {"411111111111", "400000000000", "463544000000", "73951", "cvc"})
        QVERIFY2(!digits.contains(part), part);
    QVERIFY(!content.contains(testKey));
}

QTEST_GUILESS_MAIN(TestPages)
#include "tst_pages.moc"
