// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/appmetadata.h"
#include "core/uuidv7.h"
#include "journal/facts.h"
#include "journal/projector.h"
#include "payments/chargemachine.h"

#include <QRandomGenerator>
#include <QTest>

using namespace paydesk;
using namespace paydesk::payments;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using journal::EventKind;

namespace {

const QString ourId = u"pay_a1b2c3d4-e5f6-7890-abcd-ef1234567890"_s;

Error errorOf(ErrorKind kind)
{
    return {.kind = kind, .text = u"something went wrong"_s};
}

QString kindText(EventKind kind)
{
    static const QMap<EventKind, QString> names
        = {{EventKind::Intent, u"intent"_s}, {EventKind::Session, u"session"_s},
            {EventKind::CreateUnknown, u"create-unknown"_s}, {EventKind::NotCreated, u"not-created"_s},
            {EventKind::Snapshot, u"snapshot"_s}, {EventKind::PageShown, u"page-shown"_s},
            {EventKind::PageReturned, u"page-returned"_s}, {EventKind::PageClosed, u"page-closed"_s},
            {EventKind::PageBlocked, u"page-blocked"_s}, {EventKind::PageCrashed, u"page-crashed"_s},
            {EventKind::Recovered, u"recovered"_s}, {EventKind::Contradiction, u"contradiction"_s},
            {EventKind::Searched, u"searched"_s}, {EventKind::SecondPayment, u"second-payment"_s},
            {EventKind::NeedsReview, u"needs-review"_s}, {EventKind::Reviewed, u"reviewed"_s}};
    return names.value(kind);
}

struct Name
{
    QString operator()(const Append &e) const { return u"append "_s + kindText(e.event.kind); }
    QString operator()(const Send &e) const { return e.again ? u"create again"_s : u"create"_s; }
    QString operator()(const SendLater &) const { return u"create later"_s; }
    QString operator()(const AskStatus &e) const
    {
        return e.paymentId == ourId ? u"ask"_s : u"ask about the other"_s;
    }
    QString operator()(const AskStatusLater &) const { return u"ask later"_s; }
    QString operator()(const LookUp &) const { return u"look up"_s; }
    QString operator()(const LookUpLater &) const { return u"look up later"_s; }
    QString operator()(const ShowPage &e) const { return u"show "_s + e.url.path(); }
    QString operator()(const HidePage &) const { return u"hide"_s; }
};

/// A sale driven by hand: feeds events, keeps the state and the names of the effects of the last one.
class Sale
{
public:
    Sale()
    {
        const IntentBits bits;
        m_attemptId = makeUuidV7();
        m_state = startingState(journal::intentEvent(m_attemptId, bits.facts));
    }

    Payment answer(PaymentStatus status) const
    {
        Payment payment;
        payment.id = ourId;
        payment.amount = Money(2500, Currency::Eur);
        payment.refundedAmount = Money(0, Currency::Eur);
        payment.status = status;
        payment.metadata = {{metadatakey::attemptId, m_attemptId.toString(QUuid::WithoutBraces)}};
        payment.pageUrl = QUrl(u"https://pay.example.com/page"_s);
        if (status == PaymentStatus::RequiresAction)
            payment.nextActionUrl = QUrl(u"https://pay.example.com/challenge"_s);
        payment.raw = status.toWire().toUtf8();
        return payment;
    }

    QStringList feed(const ChargeEvent &event)
    {
        Transition transition = advance(m_state, event);
        m_state = transition.state;
        QStringList names;
        for (const Effect &effect : transition.effects)
            names += std::visit(Name(), effect);
        return names;
    }

    QStringList created() { return feed(CreateAnswered{answer(PaymentStatus::Pending), {}}); }
    QStringList answered(PaymentStatus status) { return feed(StatusAnswered{answer(status), {}}); }

    void openPage()
    {
        feed(IntentCommitted{});
        created();
        QVERIFY(m_state.pageOpen);
    }

    const ChargeState &state() const { return m_state; }
    ChargeState &state() { return m_state; }

private:
    struct IntentBits
    {
        journal::IntentFacts facts{.request = {.amount = Money(2500, Currency::Eur), .description = u"Tea"_s},
            .idempotencyKey = "key",
            .keyFingerprint = "print",
            .requestBody = "{}"};
    };
    QUuid m_attemptId;
    ChargeState m_state;
};

} // namespace

/// The rules of a sale, event by event.
class TestChargeMachine : public QObject
{
    Q_OBJECT
private slots:
    void nothingIsSentBeforeTheIntentIsOnDisk();
    void pageIsShownOnceThePaymentExists();
    void insecurePageIsNotShown_data();
    void insecurePageIsNotShown();
    void onlyAQuestionSettles_data();
    void onlyAQuestionSettles();
    void firstRefusalMeansNotCreated_data();
    void firstRefusalMeansNotCreated();
    void ambiguousAttemptsAreRepeated_data();
    void ambiguousAttemptsAreRepeated();
    void refusalAfterAmbiguityIsLookedUp();
    void rateLimitIsNotAmbiguous();
    void foreignReturnIsRecordedAndNotFollowed_data();
    void foreignReturnIsRecordedAndNotFollowed();
    void ownReturnIsOnlyAReasonToAsk();
    void closedPageIsAskedAboutAtOnce();
    void challengeAfterReturnIsShown();
    void questionsDoNotOverlap();
    void answerSentBeforeTheReturnIsAskedAgain();
    void staleAnswerLoses();
    void answerAboutAnotherAttemptIsAnAlarm();
    void staffLeavesAndTheTruthStillComes();
    void pageIsNotShownToStaffWhoLeft();
    void reopens();
    void recovers_data();
    void recovers();
    void refusalAfterARestartIsNoProof();
    void tooOldIsOnlyLookedUp();
    void nowhereToBeFoundNeedsReview();
    void reviewedIsSetAside();
    void secondPaymentIsFollowed_data();
    void secondPaymentIsFollowed();
    void notPaidOnlyWhenAllAreKnown();
    void staleListIsNotBelieved();
    void unknownForLongNeedsReview();
    void waitEndsWithoutAPage();
    void lateEventsChangeNothing();
    void randomEventsKeepThePromises();
};

void TestChargeMachine::nothingIsSentBeforeTheIntentIsOnDisk()
{
    Sale sale;
    QCOMPARE(sale.state().phase, Phase::Committing);
    QCOMPARE(sale.feed(SendDue{}), QStringList());
    QCOMPARE(sale.feed(StaffAsks{}), QStringList());
    QCOMPARE(sale.feed(IntentFailed{errorOf(ErrorKind::Storage)}), QStringList());
    QCOMPARE(sale.state().phase, Phase::NotStarted);
    QCOMPARE(sale.feed(IntentCommitted{}), QStringList());
}

void TestChargeMachine::pageIsShownOnceThePaymentExists()
{
    Sale sale;
    QCOMPARE(sale.feed(IntentCommitted{}), QStringList{u"create"_s});
    QCOMPARE(sale.created(),
        (QStringList{u"append session"_s, u"append page-shown"_s, u"show /page"_s, u"ask later"_s}));
    QCOMPARE(sale.state().phase, Phase::Open);
    QCOMPARE(sale.state().sale.outcome, Outcome::InProgress);
}

void TestChargeMachine::insecurePageIsNotShown_data()
{
    QTest::addColumn<QUrl>("page");
    QTest::newRow("plain http") << QUrl(u"http://pay.example.com/page"_s);
    QTest::newRow("file") << QUrl(u"file:///etc/passwd"_s);
    QTest::newRow("script") << QUrl(u"javascript:alert(1)"_s);
    QTest::newRow("none") << QUrl();
}

void TestChargeMachine::insecurePageIsNotShown()
{
    QFETCH(QUrl, page);
    Sale sale;
    sale.feed(IntentCommitted{});
    Payment payment = sale.answer(PaymentStatus::Pending);
    payment.pageUrl = page;
    QCOMPARE(sale.feed(CreateAnswered{payment, {}}), (QStringList{u"append session"_s, u"ask"_s}));
    QVERIFY(!sale.state().pageOpen);
    QVERIFY(sale.state().problem);
}

void TestChargeMachine::onlyAQuestionSettles_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("succeeded") << u"succeeded"_s << Outcome::Paid;
    QTest::newRow("failed") << u"failed"_s << Outcome::Declined;
    QTest::newRow("canceled") << u"canceled"_s << Outcome::Canceled;
    QTest::newRow("expired") << u"expired"_s << Outcome::Expired;
}

void TestChargeMachine::onlyAQuestionSettles()
{
    QFETCH(QString, word);
    QFETCH(Outcome, outcome);
    const PaymentStatus status = PaymentStatus::fromWire(word);

    // A create that already answers "final" (a resent one) is not the truth: it is asked for.
    Sale resent;
    resent.feed(IntentCommitted{});
    QCOMPARE(
        resent.feed(CreateAnswered{resent.answer(status), {}}), (QStringList{u"append session"_s, u"ask"_s}));
    QVERIFY(!isSettled(resent.state().sale.outcome));
    QCOMPARE(resent.answered(status), QStringList{u"append snapshot"_s});
    QCOMPARE(resent.state().sale.outcome, outcome);

    // While the page is open the truth takes it away by itself.
    Sale sale;
    sale.openPage();
    QCOMPARE(sale.feed(AskDue{}), QStringList{u"ask"_s});
    QCOMPARE(sale.answered(status), (QStringList{u"append snapshot"_s, u"hide"_s}));
    QCOMPARE(sale.state().sale.outcome, outcome);
    QCOMPARE(sale.state().phase, Phase::Settled);
}

void TestChargeMachine::firstRefusalMeansNotCreated_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("400, 422") << ErrorKind::Refused;
    QTest::newRow("401, 403") << ErrorKind::Unauthorized;
    QTest::newRow("404") << ErrorKind::NotFound;
}

void TestChargeMachine::firstRefusalMeansNotCreated()
{
    QFETCH(ErrorKind, kind);
    Sale sale;
    sale.feed(IntentCommitted{});
    QCOMPARE(sale.feed(CreateFailed{errorOf(kind)}), QStringList{u"append not-created"_s});
    QCOMPARE(sale.state().sale.outcome, Outcome::NotCreated);
    QCOMPARE(sale.state().phase, Phase::Settled);
}

void TestChargeMachine::ambiguousAttemptsAreRepeated_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no answer") << ErrorKind::Network;
    QTest::newRow("5xx") << ErrorKind::ServiceFault;
    QTest::newRow("409") << ErrorKind::InFlight;
    QTest::newRow("unusable 2xx") << ErrorKind::BadAnswer;
}

void TestChargeMachine::ambiguousAttemptsAreRepeated()
{
    QFETCH(ErrorKind, kind);
    Sale sale;
    sale.feed(IntentCommitted{});
    for (int i = 0; i < 50; ++i) {
        // The journal takes what is new, not each of the many attempts.
        QStringList effects = {u"create later"_s};
        if (i == 0)
            effects.prepend(u"append create-unknown"_s);
        QCOMPARE(sale.feed(CreateFailed{errorOf(kind)}), effects);
        QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
        QVERIFY(sale.state().problem);
        QCOMPARE(sale.feed(SendDue{}), QStringList{u"create again"_s});
    }
    // Whether an earlier attempt made another payment is searched once.
    QCOMPARE(sale.created(),
        (QStringList{
            u"append session"_s, u"append page-shown"_s, u"show /page"_s, u"ask later"_s, u"look up"_s}));
    QCOMPARE(sale.state().phase, Phase::Open);
    QVERIFY(!sale.state().problem);
    QCOMPARE(sale.feed(LookedUp{{sale.answer(PaymentStatus::Pending)}, {}}),
        (QStringList{u"append searched"_s, u"ask"_s}));
}

void TestChargeMachine::refusalAfterAmbiguityIsLookedUp()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    sale.feed(CreateFailed{errorOf(ErrorKind::Network)});
    sale.feed(SendDue{});
    QCOMPARE(sale.feed(CreateFailed{errorOf(ErrorKind::Unauthorized)}), QStringList{u"look up"_s});
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
    QCOMPARE(sale.feed(LookedUp{{}, {}}), QStringList{u"look up later"_s});
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
    sale.feed(LookedUp{{sale.answer(PaymentStatus::Pending)}, {}});
    QCOMPARE(sale.state().phase, Phase::Open);
}

void TestChargeMachine::rateLimitIsNotAmbiguous()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    Error limited = errorOf(ErrorKind::RateLimited);
    limited.retryAfter = 7s;
    QCOMPARE(sale.feed(CreateFailed{limited}), QStringList{u"create later"_s});
    sale.feed(SendDue{});
    QCOMPARE(sale.feed(CreateFailed{errorOf(ErrorKind::Refused)}), QStringList{u"append not-created"_s});
}

void TestChargeMachine::foreignReturnIsRecordedAndNotFollowed_data()
{
    QTest::addColumn<QString>("paymentId");
    QTest::newRow("another payment's") << u"pay_00000000-e5f6-7890-abcd-ef1234567890"_s;
    QTest::newRow("missing") << QString();
    QTest::newRow("ours with more behind it") << ourId + u"x"_s;
    QTest::newRow("ours in capitals") << ourId.toUpper();
}

void TestChargeMachine::foreignReturnIsRecordedAndNotFollowed()
{
    QFETCH(QString, paymentId);
    Sale sale;
    sale.openPage();
    QCOMPARE(sale.feed(PageReturned{paymentId, u"succeeded"_s}),
        (QStringList{u"append page-returned"_s, u"ask"_s}));
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
    // It leads nowhere by itself: the challenge is for the payment's own return.
    QCOMPARE(
        sale.answered(PaymentStatus::RequiresAction), (QStringList{u"append snapshot"_s, u"ask later"_s}));
}

void TestChargeMachine::ownReturnIsOnlyAReasonToAsk()
{
    Sale sale;
    sale.openPage();
    QCOMPARE(
        sale.feed(PageReturned{ourId, u"succeeded"_s}), (QStringList{u"append page-returned"_s, u"ask"_s}));
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
    QCOMPARE(sale.answered(PaymentStatus::Failed), QStringList{u"append snapshot"_s});
    QCOMPARE(sale.state().sale.outcome, Outcome::Declined);
}

void TestChargeMachine::closedPageIsAskedAboutAtOnce()
{
    Sale sale;
    sale.openPage();
    QCOMPARE(sale.feed(PageClosed{u"window"_s}), (QStringList{u"append page-closed"_s, u"ask"_s}));
    QCOMPARE(sale.answered(PaymentStatus::Pending), QStringList{u"ask later"_s});
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
}

void TestChargeMachine::challengeAfterReturnIsShown()
{
    Sale sale;
    sale.openPage();
    sale.feed(PageReturned{ourId, u"requires_action"_s});
    QCOMPARE(sale.answered(PaymentStatus::RequiresAction),
        (QStringList{u"append snapshot"_s, u"append page-shown"_s, u"show /challenge"_s, u"ask later"_s}));
    // Closed by hand it stays closed.
    sale.feed(PageClosed{u"window"_s});
    QCOMPARE(sale.answered(PaymentStatus::RequiresAction), QStringList{u"ask later"_s});
}

void TestChargeMachine::questionsDoNotOverlap()
{
    Sale sale;
    sale.openPage();
    QCOMPARE(sale.feed(AskDue{}), QStringList{u"ask"_s});
    QCOMPARE(sale.feed(AskDue{}), QStringList());
    QCOMPARE(sale.feed(StaffAsks{}), QStringList());
}

void TestChargeMachine::answerSentBeforeTheReturnIsAskedAgain()
{
    Sale sale;
    sale.openPage();
    sale.feed(AskDue{});
    QCOMPARE(sale.feed(PageReturned{ourId, u"succeeded"_s}), QStringList{u"append page-returned"_s});
    // This answer may have been given before the customer paid.
    QCOMPARE(sale.answered(PaymentStatus::Pending), QStringList{u"ask"_s});
    QCOMPARE(sale.answered(PaymentStatus::Succeeded), QStringList{u"append snapshot"_s});
}

void TestChargeMachine::staleAnswerLoses()
{
    Sale sale;
    sale.openPage();
    sale.feed(AskDue{});
    sale.answered(PaymentStatus::Succeeded);
    const ChargeState before = sale.state();
    QCOMPARE(sale.answered(PaymentStatus::Pending), QStringList());
    QCOMPARE(sale.state().sale.outcome, before.sale.outcome);
}

void TestChargeMachine::answerAboutAnotherAttemptIsAnAlarm()
{
    Sale sale;
    sale.openPage();
    sale.feed(AskDue{});
    Payment foreign = sale.answer(PaymentStatus::Succeeded);
    foreign.metadata[metadatakey::attemptId] = u"another"_s;
    QCOMPARE(
        sale.feed(StatusAnswered{foreign, {}}), (QStringList{u"append contradiction"_s, u"ask later"_s}));
    QVERIFY(sale.state().sale.needsReview);
    QVERIFY(!isSettled(sale.state().sale.outcome));
    // The alarm is raised once, however often the answer comes.
    sale.feed(AskDue{});
    QCOMPARE(sale.feed(StatusAnswered{foreign, {}}), QStringList{u"ask later"_s});
}

void TestChargeMachine::staffLeavesAndTheTruthStillComes()
{
    Sale sale;
    sale.openPage();
    QCOMPARE(sale.feed(StaffLeaves{}), (QStringList{u"hide"_s, u"append page-closed"_s, u"ask"_s}));
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
    sale.answered(PaymentStatus::Pending);
    sale.feed(AskDue{});
    QCOMPARE(sale.answered(PaymentStatus::Succeeded), QStringList{u"append snapshot"_s});
    QCOMPARE(sale.state().sale.outcome, Outcome::Paid);
}

void TestChargeMachine::pageIsNotShownToStaffWhoLeft()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    QCOMPARE(sale.feed(StaffLeaves{}), QStringList());
    QCOMPARE(sale.created(), (QStringList{u"append session"_s, u"ask"_s}));
    QVERIFY(!sale.state().pageOpen);
}

void TestChargeMachine::reopens()
{
    Sale sale;
    sale.openPage();
    sale.feed(PageClosed{u"process"_s});
    QCOMPARE(sale.feed(StaffReopensPage{}), (QStringList{u"append page-shown"_s, u"show /page"_s}));
    QVERIFY(sale.state().pageOpen);
}

void TestChargeMachine::recovers_data()
{
    QTest::addColumn<bool>("known");
    QTest::addColumn<bool>("mayResend");
    QTest::addColumn<QString>("effect");
    QTest::newRow("created: ask") << true << false << u"ask"_s;
    QTest::newRow("lost answer: look, then send again") << false << true << u"create again"_s;
    QTest::newRow("lost answer, too old or another key: only look") << false << false << u"look up later"_s;
}

void TestChargeMachine::recovers()
{
    QFETCH(bool, known);
    QFETCH(bool, mayResend);
    QFETCH(QString, effect);
    Sale sale;
    sale.feed(IntentCommitted{});
    if (known)
        sale.created();
    const journal::SaleRecord stored = sale.state().sale;
    sale.state() = recoveredState(stored);
    if (known) {
        QCOMPARE(sale.feed(Recovered{}), (QStringList{u"append recovered"_s, effect}));
    } else {
        QCOMPARE(sale.feed(Recovered{}), (QStringList{u"append recovered"_s, u"look up"_s}));
        QCOMPARE(sale.feed(LookedUp{{}, {}, mayResend}), QStringList{effect});
    }
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
    QCOMPARE(sale.state().sale.requestBody, stored.requestBody);
    QCOMPARE(sale.state().sale.idempotencyKey, stored.idempotencyKey);
    if (!known)
        sale.created();
    QVERIFY(!sale.state().pageOpen); // Nobody stands at the counter for it.
}

void TestChargeMachine::refusalAfterARestartIsNoProof()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    const journal::SaleRecord stored = sale.state().sale; // nothing but the intent: it may have been sent
    sale.state() = recoveredState(stored);
    sale.feed(Recovered{});
    QCOMPARE(sale.feed(LookedUp{{}, {}, true}), QStringList{u"create again"_s});
    QCOMPARE(sale.feed(CreateFailed{errorOf(ErrorKind::Refused)}), QStringList{u"look up"_s});
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
    QCOMPARE(sale.feed(LookedUp{{}, {}, true}), QStringList{u"look up later"_s}); // not sent round and round
}

void TestChargeMachine::tooOldIsOnlyLookedUp()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    sale.feed(CreateFailed{errorOf(ErrorKind::Network)});
    QCOMPARE(sale.feed(SendDue{}), QStringList{u"create again"_s});
    QCOMPARE(sale.feed(ResendTooLate{}), QStringList{u"look up"_s});
    QCOMPARE(sale.feed(SendDue{}), QStringList());
    QCOMPARE(sale.feed(LookedUp{{}, errorOf(ErrorKind::Network), false}), QStringList{u"look up later"_s});
    QCOMPARE(sale.feed(SearchDue{}), QStringList{u"look up"_s});
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
}

void TestChargeMachine::nowhereToBeFoundNeedsReview()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    sale.feed(CreateFailed{errorOf(ErrorKind::Network)});
    sale.feed(SendDue{});
    sale.feed(ResendTooLate{});
    for (int search = 1; search < 5; ++search) {
        QCOMPARE(sale.feed(LookedUp{{}, {}, false}), QStringList{u"look up later"_s});
        sale.feed(SearchDue{});
    }
    QVERIFY(!sale.state().sale.needsReview);
    QCOMPARE(sale.feed(LookedUp{{}, {}, false}), (QStringList{u"append needs-review"_s, u"look up later"_s}));
    QVERIFY(sale.state().sale.needsReview);
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
    // It is said once, and the search goes on: the payment may show up.
    sale.feed(SearchDue{});
    QCOMPARE(sale.feed(LookedUp{{}, {}, false}), QStringList{u"look up later"_s});
    sale.feed(SearchDue{});
    sale.feed(LookedUp{{sale.answer(PaymentStatus::Succeeded)}, {}, false});
    sale.answered(PaymentStatus::Succeeded);
    QCOMPARE(sale.state().sale.outcome, Outcome::Paid);
}

void TestChargeMachine::reviewedIsSetAside()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    QCOMPARE(sale.feed(StaffReviewed{}), QStringList()); // nothing to review
    sale.feed(CreateFailed{errorOf(ErrorKind::Network)});
    sale.feed(SendDue{});
    sale.feed(ResendTooLate{});
    for (int search = 0; search < 5; ++search)
        sale.feed(LookedUp{{}, {}, false});
    QVERIFY(journal::isOpen(sale.state().sale));
    QCOMPARE(sale.feed(StaffReviewed{}), QStringList{u"append reviewed"_s});
    QCOMPARE(sale.state().phase, Phase::Settled);
    QVERIFY(!journal::isOpen(sale.state().sale));
    QVERIFY2(!isSettled(sale.state().sale.outcome), "what nobody knows is not called failed");
}

void TestChargeMachine::secondPaymentIsFollowed_data()
{
    QTest::addColumn<PaymentStatus::Value>("ours");
    QTest::addColumn<PaymentStatus::Value>("other");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<bool>("twice");
    QTest::newRow("both paid") << PaymentStatus::Succeeded << PaymentStatus::Succeeded << Outcome::Paid
                               << true;
    QTest::newRow("the first") << PaymentStatus::Succeeded << PaymentStatus::Expired << Outcome::Paid
                               << false;
    QTest::newRow("the other") << PaymentStatus::Expired << PaymentStatus::Succeeded << Outcome::Paid
                               << false;
    QTest::newRow("none") << PaymentStatus::Failed << PaymentStatus::Expired << Outcome::Declined << false;
}

void TestChargeMachine::secondPaymentIsFollowed()
{
    QFETCH(PaymentStatus::Value, ours);
    QFETCH(PaymentStatus::Value, other);
    QFETCH(Outcome, outcome);
    QFETCH(bool, twice);
    Sale sale;
    sale.feed(IntentCommitted{});
    sale.feed(CreateFailed{errorOf(ErrorKind::Network)});
    sale.feed(SendDue{});
    sale.created();
    Payment second = sale.answer(PaymentStatus::Pending);
    second.id = u"pay_00000000-0000-4000-8000-000000000000"_s;
    QCOMPARE(sale.feed(LookedUp{{second, sale.answer(PaymentStatus::Pending)}, {}}),
        (QStringList{u"append second-payment"_s, u"append searched"_s, u"ask"_s, u"ask about the other"_s}));

    sale.answered(ours);
    QVERIFY2(sale.state().phase == Phase::Open, "the other one is still open");
    QCOMPARE(isSettled(sale.state().sale.outcome), ours == PaymentStatus::Succeeded);
    second.status = other;
    second.raw = "other";
    sale.feed(StatusAnswered{second, {}});
    QCOMPARE(sale.state().phase, Phase::Settled);
    QCOMPARE(sale.state().sale.outcome, outcome);
    QCOMPARE(journal::isPaidTwice(sale.state().sale), twice);
    if (outcome == Outcome::Paid)
        QCOMPARE(sale.state().sale.payment->status, PaymentStatus(PaymentStatus::Succeeded));
}

void TestChargeMachine::notPaidOnlyWhenAllAreKnown()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    sale.feed(CreateFailed{errorOf(ErrorKind::Network)});
    sale.feed(SendDue{});
    sale.created();
    sale.answered(PaymentStatus::Failed);
    QVERIFY2(!isSettled(sale.state().sale.outcome), "the lost attempt may have made another payment");
    sale.feed(LookedUp{{sale.answer(PaymentStatus::Failed)}, {}});
    sale.answered(PaymentStatus::Failed);
    QCOMPARE(sale.state().sale.outcome, Outcome::Declined);
    QCOMPARE(sale.state().phase, Phase::Settled);
}

void TestChargeMachine::staleListIsNotBelieved()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    sale.feed(CreateFailed{errorOf(ErrorKind::Network)});
    sale.feed(SendDue{});
    sale.created();
    QCOMPARE(sale.feed(LookedUp{{}, {}}), QStringList{u"look up later"_s});
    QVERIFY(!sale.state().sale.searched);
}

void TestChargeMachine::unknownForLongNeedsReview()
{
    Sale sale;
    sale.openPage();
    sale.feed(PageClosed{u"window"_s});
    for (int ask = 0; ask < 30; ++ask) // many questions, and no answer among them that says "unknown"
        sale.feed(StatusFailed{ourId, errorOf(ErrorKind::Network)});
    for (int ask = 1; ask < 10; ++ask)
        sale.feed(StatusFailed{ourId, errorOf(ErrorKind::NotFound)});
    QVERIFY2(!sale.state().sale.needsReview, "a payment may show up a little later");
    sale.answered(PaymentStatus::Pending);
    for (int ask = 1; ask < 10; ++ask)
        sale.feed(StatusFailed{ourId, errorOf(ErrorKind::NotFound)});
    QVERIFY(!sale.state().sale.needsReview);
    sale.feed(StatusFailed{ourId, errorOf(ErrorKind::NotFound)});
    QVERIFY(sale.state().sale.needsReview);
    QCOMPARE(sale.state().sale.outcome, Outcome::NotKnownYet);
}

void TestChargeMachine::waitEndsWithoutAPage()
{
    Sale sale;
    sale.feed(IntentCommitted{});
    sale.feed(CreateFailed{errorOf(ErrorKind::Network)});
    QCOMPARE(sale.feed(WaitIsOver{}), QStringList());
    sale.feed(SendDue{});
    QCOMPARE(sale.created(), (QStringList{u"append session"_s, u"ask"_s, u"look up"_s}));
    QVERIFY2(!sale.state().pageOpen, "a page that nobody waits for does not come up by itself");
    QCOMPARE(sale.feed(StaffReopensPage{}), (QStringList{u"append page-shown"_s, u"show /page"_s}));
    // While the page is there, no deadline takes it away.
    sale.feed(WaitIsOver{});
    QVERIFY(sale.state().pageOpen && sale.state().pageWanted);
}

void TestChargeMachine::lateEventsChangeNothing()
{
    Sale sale;
    sale.openPage();
    sale.feed(AskDue{});
    sale.answered(PaymentStatus::Succeeded);
    const QList<ChargeEvent> late = {IntentCommitted{}, IntentFailed{errorOf(ErrorKind::Storage)},
        CreateAnswered{sale.answer(PaymentStatus::Pending), {}}, CreateFailed{errorOf(ErrorKind::Network)},
        CreateFailed{errorOf(ErrorKind::Refused)}, SendDue{},
        StatusAnswered{sale.answer(PaymentStatus::Failed), {}},
        StatusFailed{ourId, errorOf(ErrorKind::NotFound)}, AskDue{},
        LookedUp{{sale.answer(PaymentStatus::Failed)}, {}}, PageReturned{ourId, u"failed"_s},
        PageClosed{u"window"_s}, PageCrashed{}, PageBlocked{u"download"_s}, StaffAsks{}, StaffReopensPage{},
        StaffLeaves{}, SearchDue{}, ResendTooLate{}, WaitIsOver{}, StaffReviewed{}};
    for (const ChargeEvent &event : late) {
        QCOMPARE(sale.feed(event), QStringList());
        QCOMPARE(sale.state().sale.outcome, Outcome::Paid);
        QCOMPARE(sale.state().phase, Phase::Settled);
    }
}

/// Whatever happens in whatever order: never a result that the service did not give, never a step back.
void TestChargeMachine::randomEventsKeepThePromises()
{
    QRandomGenerator random(20261122);
    for (int round = 0; round < 2000; ++round) {
        Sale sale;
        std::optional<Outcome> settled;
        QList<Outcome> answers; // everything final that a GET has said
        const auto anyStatus = [&] { return PaymentStatus(PaymentStatus::Value(random.bounded(6))); };
        for (int step = 0; step < 40; ++step) {
            const PaymentStatus status = anyStatus();
            const auto error = errorOf(ErrorKind(random.bounded(int(ErrorKind::Storage) + 1)));
            const bool definiteRefusal = error.requestHadNoEffect() && !sale.state().sale.createAmbiguous;
            bool refusedNow = false;
            switch (random.bounded(19)) {
            case 0:
                sale.feed(IntentCommitted{});
                break;
            case 1:
                sale.feed(CreateAnswered{sale.answer(status), {}});
                break;
            case 2:
                refusedNow = definiteRefusal && sale.state().phase == Phase::Creating;
                sale.feed(CreateFailed{error});
                break;
            case 3:
                sale.feed(SendDue{});
                break;
            case 4:
            case 5:
                if (status.isFinal())
                    answers += outcomeOf(status);
                sale.answered(status);
                break;
            case 6:
                sale.feed(StatusFailed{ourId, error});
                break;
            case 7:
                sale.feed(AskDue{});
                break;
            case 8:
                sale.feed(LookedUp{{sale.answer(status)}, {}, random.bounded(2) == 0});
                break;
            case 9:
                sale.feed(PageReturned{ourId, status.toWire()});
                break;
            case 10:
                sale.feed(PageReturned{u"pay_other"_s, u"succeeded"_s});
                break;
            case 11:
                sale.feed(PageClosed{u"window"_s});
                break;
            case 12:
                sale.feed(StaffAsks{});
                break;
            case 13:
                sale.feed(StaffReopensPage{});
                break;
            case 14:
                sale.feed(StaffLeaves{});
                break;
            case 15:
                sale.feed(PageCrashed{});
                break;
            case 16:
                sale.feed(ResendTooLate{});
                break;
            case 17:
                sale.feed(SearchDue{});
                break;
            case 18:
                sale.feed(WaitIsOver{});
                break;
            }
            const Outcome outcome = sale.state().sale.outcome;
            if (settled) {
                QCOMPARE(outcome, *settled);
            } else if (isSettled(outcome)) {
                settled = outcome;
                if (outcome == Outcome::NotCreated)
                    QVERIFY(refusedNow);
                else
                    QVERIFY(answers.contains(outcome));
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestChargeMachine)
#include "tst_chargemachine.moc"
