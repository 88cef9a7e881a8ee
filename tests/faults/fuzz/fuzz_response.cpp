// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsontext.h"
#include "faults/fuzz/fuzz.h"
#include "flowlix/wire.h"
#include "journal/eventrow.h"
#include "journal/facts.h"
#include "journal/projector.h"

#include <QJsonDocument>

#include <array>

using namespace paydesk;
using namespace paydesk::flowlix;
using namespace Qt::StringLiterals;
using paydesk::fuzz::require;

/// The body of an answer of the service, read as a payment, as a page of a list, and as an error.

namespace {

const QUuid attemptId(u"0190a1b2-0000-7000-8000-000000000001"_s);

bool isSame(const Payment &a, const Payment &b)
{
    return a.id == b.id && a.amount == b.amount && a.status == b.status && a.created == b.created
        && a.livemode == b.livemode && a.description == b.description && a.card == b.card
        && a.customer == b.customer && a.metadata == b.metadata && a.declineCode == b.declineCode
        && a.declineMessage == b.declineMessage && a.pageUrl == b.pageUrl
        && a.nextActionUrl == b.nextActionUrl && a.succeededAt == b.succeededAt && a.failedAt == b.failedAt
        && a.refundedAt == b.refundedAt && a.refundedAmount == b.refundedAmount
        && a.providerReference == b.providerReference && a.refunds == b.refunds;
}

void isInRange(const Payment &payment)
{
    require(isPaymentId(payment.id), "a payment has a payment's id", payment.id);
    require(payment.amount.minorUnits() >= 0, "an amount is not negative");
    require(payment.refundedAmount.minorUnits() >= 0
            && payment.refundedAmount.currency() == payment.amount.currency(),
        "a refunded amount is not negative, and of the payment's currency");
    for (const Refund &refund : payment.refunds) {
        require(!refund.id.isEmpty() && !refund.status.isEmpty(), "a refund has an id and a status");
        require(refund.amount.minorUnits() >= 0 && refund.amount.currency() == payment.amount.currency(),
            "a refund is not negative, and of the payment's currency");
    }
    require(compareSnapshots(payment, payment) == Freshness::Same, "a payment says nothing new of itself");
}

/// Through the journal's bytes and back.
void survivesTheJournal(const Payment &payment)
{
    const auto kept
        = journal::toEvent(journal::toRow(journal::snapshotEvent(attemptId, payment, u"req_1"_s)));
    require(kept.has_value(), "the journal reads the event of an answer");
    const auto back = journal::paymentOf(*kept);
    require(back && isSame(*back, payment), "the journal gives back the payment that it took",
        QString::fromUtf8(QJsonDocument(journal::paymentToFacts(payment)).toJson()));
    require(back->raw == payment.raw, "the journal keeps an answer's bytes");
}

/// A sale of EUR 25.00 is told so, in whatever order.
void cannotChangeTheSale(const Payment &payment)
{
    const journal::IntentFacts charge{.request = {.amount = Money(2500, Currency::Eur)}};
    const auto intent = journal::project({}, journal::intentEvent(attemptId, charge));
    const auto session = journal::project(intent, journal::sessionEvent(attemptId, payment, {}));
    const auto snapshot = journal::project(session, journal::snapshotEvent(attemptId, payment, {}));
    require(snapshot && snapshot->amount == charge.request.amount, "a sale's amount is the intent's");
    require(!snapshot->payment || snapshot->payment->amount == charge.request.amount,
        "no answer with another amount is taken");
    require(snapshot->needsReview == (payment.amount != charge.request.amount),
        "an answer with another amount is for review");
    require(snapshot->outcome != Outcome::Paid || payment.status == PaymentStatus::Succeeded,
        "only what succeeded is paid");
}

void asPayment(const QByteArray &body)
{
    const auto payment = decodePayment(body);
    if (!payment) {
        require(payment.error().kind == ErrorKind::BadAnswer && !payment.error().text.isEmpty(),
            "what is no payment is a bad answer");
        return;
    }
    isInRange(*payment);
    survivesTheJournal(*payment);
    cannotChangeTheSale(*payment);
    require(payment->raw == body, "a payment keeps its bytes");
    const auto again = decodePayment(compactJson(QJsonDocument::fromJson(withMarksEscaped(body)).object()));
    require(again && isSame(*again, *payment), "a payment does not hang on how its JSON is written");
}

void asPage(const QByteArray &body)
{
    const auto page = decodePaymentPage(body);
    if (!page) {
        require(page.error().kind == ErrorKind::BadAnswer && !page.error().text.isEmpty(),
            "what is no page is a bad answer");
        return;
    }
    for (const Payment &payment : page->payments) {
        isInRange(payment);
        survivesTheJournal(payment);
        const auto alone = decodePayment(payment.raw);
        require(alone && isSame(*alone, payment), "a payment is the same alone and in a list");
    }
}

void asError(const QByteArray &body, int status)
{
    const Error error = decodeError(status, body, {});
    require(!error.text.isEmpty() && !error.detail.isEmpty(), "an error has a text");
    const bool refusal = status == 400 || status == 401 || status == 403 || status == 404 || status == 422;
    require(error.requestHadNoEffect() == refusal, "only a refusal had no effect");
    for (const QString &text : {error.text, error.detail, error.code, error.requestId}) {
        require(text.size() <= 2000, "an error is short");
        require(QString::fromUtf8(text.toUtf8()) == text, "an error is text that every file can hold", text);
    }
    const auto kept = journal::toEvent(journal::toRow(journal::createUnknownEvent(attemptId, error)));
    require(kept && journal::problemOf(*kept) == error.text, "the journal keeps an error's text");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static constexpr std::array statuses
        = {400, 401, 403, 404, 409, 422, 429, 500, 503, 0, 200, 302, 418, 599, 600, -1};
    const QByteArray body = QByteArray::fromRawData(reinterpret_cast<const char *>(data), qsizetype(size));
    // In the way in which it can be read at all, and sometimes in the others.
    const bool any = size % 8 == 0;
    const bool isPage = body.contains("\"data\"");
    const bool isError = body.contains("\"error\"");
    if (any || !(isPage || isError))
        asPayment(body);
    if (any || isPage)
        asPage(body);
    if (any || isError)
        asError(body, statuses[(size / 8) % statuses.size()]);
    return 0;
}
