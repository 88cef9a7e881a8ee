// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pages.h"

#include "core/moneytext.h"
#include "sandbox/paymentjson.h"
#include "sandbox/steering.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

struct PagesText
{
    Q_DECLARE_TR_FUNCTIONS(SandboxPages)
};

QString amountOf(const Payment &payment)
{
    return moneyText(payment.amount, QLocale(QLocale::English));
}

Response notePage(int status, const QString &heading, const QString &text)
{
    return pageResponse({.status = status,
        .title = heading,
        .content = fillTemplate(u"note.html"_s, {{"heading", heading}, {"text", text}})});
}

Response noSuchPayment()
{
    return notePage(404, PagesText::tr("No such payment"),
        PagesText::tr("This link leads to no payment. Please go back to the shop and try again."));
}

/// Heading and sentence for a page on which nothing can be done any more.
std::pair<QString, QString> stateTexts(const PaymentStatus &status)
{
    switch (status.value()) {
    case PaymentStatus::Succeeded:
        return {PagesText::tr("Payment complete"), PagesText::tr("This payment was made. Thank you.")};
    case PaymentStatus::Failed:
        return {PagesText::tr("Payment declined"), PagesText::tr("The card issuer declined this payment.")};
    case PaymentStatus::Expired:
        return {PagesText::tr("Session expired"),
            PagesText::tr("The time for this payment is up. Nothing was charged.")};
    case PaymentStatus::Canceled:
        return {PagesText::tr("Payment canceled"),
            PagesText::tr("This payment was canceled. Nothing was charged.")};
    default:
        return {PagesText::tr("Processing"), PagesText::tr("Your payment is being processed.")};
    }
}

QString errorLine(const QString &forField, const QString &text)
{
    return text.isEmpty() ? QString()
                          : fillTemplate(u"fielderror.html"_s, {{"field", forField}, {"text", text}});
}

/// The attributes of a field that is wrong.
QString errorAttributes(const QString &forField, const QString &text)
{
    return text.isEmpty() ? QString()
                          : u" aria-invalid=\"true\" aria-describedby=\"%1-error\""_s.arg(forField);
}

QString testCardRows()
{
    QString rows;
    const QList<TestCard> cards = testCards();
    for (const TestCard &card : cards) {
        const QString outcome = card.answer.verdict == Verdict::Approve ? PagesText::tr("approved")
            : card.answer.verdict == Verdict::Challenge                 ? PagesText::tr("3-D Secure")
            : card.answer.declineCode == "insufficient_funds"_L1        ? PagesText::tr("insufficient funds")
                                                                        : PagesText::tr("do not honor");
        rows += fillTemplate(
            u"testcard.html"_s, {{"number", groupedNumber(card.number)}, {"outcome", outcome}});
    }
    return rows;
}

QString customerLine(const std::optional<Payer> &customer)
{
    return customer ? PagesText::tr("for %1, %2").arg(customer->name, customer->email) : QString();
}

/// The decline code in a value such as "decline:lost_card", empty for none.
QString orderedDeclineCode(const Metadata &metadata)
{
    const QString value = metadata.value(steering::page);
    const QString prefix = steering::pagevalue::decline + u':';
    return value.startsWith(prefix) ? value.mid(prefix.size()) : QString();
}

} // namespace

Pages::Pages(Ledger &ledger, Clock clock)
    : m_ledger(ledger)
    , m_clock(std::move(clock))
{
}

Response Pages::showPayment(const Request &request, const QString &id)
{
    const LedgerPayment *entry = m_ledger.find(id);
    if (!entry)
        return noSuchPayment();
    const Place place = placeFrom(request.query);
    switch (entry->stage()) {
    case Stage::AwaitsCard:
        if (place == Place::Window
            && entry->payment.metadata.value(steering::leave) == steering::leavevalue::popup)
            return popupPage(*entry);
        return cardPage(*entry, place, {}, {});
    case Stage::AwaitsChallenge:
        return goOn(id, place);
    case Stage::Processing:
    case Stage::Final:
        break;
    }
    return statePage(*entry);
}

Response Pages::submitPayment(const Request &request, const QString &id)
{
    const LedgerPayment *entry = m_ledger.find(id);
    if (!entry)
        return noSuchPayment();
    if (entry->stage() != Stage::AwaitsCard)
        return showPayment(request, id);
    const QString action = decodeForm(request.body).value(field::action);
    if (action == "cancel"_L1) {
        m_ledger.cancel(id, m_clock());
    } else if (action == "expire"_L1
        && entry->payment.metadata.value(steering::page) == steering::pagevalue::expire) {
        m_ledger.settle(id, PaymentStatus::Expired, {}, m_clock());
    } else {
        return pay(request, *entry);
    }
    return goOn(id, placeFrom(request.query));
}

Response Pages::showChallenge(const Request &request, const QString &id)
{
    const LedgerPayment *entry = m_ledger.find(id);
    if (!entry)
        return noSuchPayment();
    if (entry->stage() != Stage::AwaitsChallenge)
        return entry->stage() == Stage::AwaitsCard ? redirectResponse(303, pageUrl({}, id))
                                                   : statePage(*entry);
    Page page{.title = PagesText::tr("3-D Secure"), .data = steer(*entry), .returnUrl = entry->returnUrl};
    page.script = page.data.isEmpty() ? QString() : u"steer.js"_s;
    page.content = fillTemplate(u"challenge.html"_s,
        {{"amount", amountOf(entry->payment)},
            {"last_four", entry->payment.card ? entry->payment.card->last4 : QString()},
            {"action", challengeUrl({}, id).path() + placeQuery(placeFrom(request.query))}});
    return pageResponse(page);
}

Response Pages::answerChallenge(const Request &request, const QString &id)
{
    const LedgerPayment *entry = m_ledger.find(id);
    if (!entry)
        return noSuchPayment();
    const QString action = decodeForm(request.body).value(field::action);
    if (entry->stage() != Stage::AwaitsChallenge || (action != "approve"_L1 && action != "reject"_L1))
        return showChallenge(request, id);
    m_ledger.answerChallenge(id, action == "approve"_L1, m_clock());
    return goOn(id, placeFrom(request.query));
}

Response Pages::leave(const Request &request, const QString &id)
{
    const LedgerPayment *entry = m_ledger.find(id);
    if (!entry)
        return noSuchPayment();
    if (entry->stage() == Stage::AwaitsCard || entry->stage() == Stage::AwaitsChallenge)
        return redirectResponse(303, pageUrl({}, id));
    return depart(*entry, placeFrom(request.query), request.method == "POST", anotherPayment(id));
}

Response Pages::download() const
{
    return {.contentType = "application/octet-stream",
        .body = "not for this till\n",
        .headers = {{"Content-Disposition", "attachment; filename=\"download.bin\""}}};
}

Response Pages::cardPage(
    const LedgerPayment &entry, Place place, const CardForm &form, const CardFormErrors &errors) const
{
    const Payment &payment = entry.payment;
    Page page{.status = errors.any() ? 422 : 200,
        .title = PagesText::tr("Card payment"),
        .data = steer(entry),
        .returnUrl = entry.returnUrl};
    page.script = page.data.isEmpty() ? QString() : u"steer.js"_s;
    page.content = fillTemplate(u"pay.html"_s,
        {{"amount", amountOf(payment)}, {"description", payment.description},
            {"customer", customerLine(payment.customer)},
            {"action", pageUrl({}, payment.id).path() + placeQuery(place)}, {"expiry", form.expiry},
            {"number_error", errorLine(field::number, errors.number)},
            {"number_attributes", errorAttributes(field::number, errors.number)},
            {"expiry_error", errorLine(field::expiry, errors.expiry)},
            {"expiry_attributes", errorAttributes(field::expiry, errors.expiry)},
            {"cvc_error", errorLine(field::securityCode, errors.securityCode)},
            {"cvc_attributes", errorAttributes(field::securityCode, errors.securityCode)},
            {"test_cards", testCardRows()}});
    return pageResponse(page);
}

Response Pages::popupPage(const LedgerPayment &entry) const
{
    Page page{.title = PagesText::tr("Card payment"), .script = u"popup.js"_s};
    const QString &id = entry.payment.id;
    page.data = {{"popup", pageUrl({}, id).path() + placeQuery(Place::Popup)}, {"then", u"/leave/"_s + id}};
    page.content = fillTemplate(u"popup.html"_s, {{"amount", amountOf(entry.payment)}});
    return pageResponse(page);
}

Response Pages::statePage(const LedgerPayment &entry) const
{
    const auto &[heading, text] = stateTexts(entry.payment.status);
    const QUrl target = returnAddress(entry.returnUrl, entry.payment.id, entry.payment.status.toWire());
    return pageResponse({.title = heading,
        .content = fillTemplate(u"leave.html"_s,
            {{"heading", heading}, {"text", text}, {"target", QString::fromLatin1(target.toEncoded())},
                {"link", PagesText::tr("Back to the shop")}})});
}

Response Pages::pay(const Request &request, const LedgerPayment &entry)
{
    const CardForm form = readCardForm(decodeForm(request.body));
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_clock(), Qt::UTC).date();
    const CardFormErrors errors = checkCardForm(form, today);
    const Place place = placeFrom(request.query);
    if (errors.any())
        return cardPage(entry, place, form, errors);
    IssuerAnswer answer = askIssuer(form.number);
    const QString ordered = orderedDeclineCode(entry.payment.metadata);
    if (answer.verdict == Verdict::Decline && !ordered.isEmpty())
        answer.declineCode = ordered;
    m_ledger.submitCard(entry.payment.id, maskedCard(form), answer, m_clock());
    return goOn(entry.payment.id, place);
}

/// The next page after something was done.
Response Pages::goOn(const QString &id, Place place) const
{
    const LedgerPayment &entry = *m_ledger.find(id);
    if (entry.stage() == Stage::AwaitsChallenge) {
        QUrl challenge = challengeUrl({}, id);
        challenge.setQuery(placeQuery(place).mid(1));
        return redirectResponse(303, challenge);
    }
    return depart(entry, place, false, anotherPayment(id));
}

/// What the page's script is to do by itself, as the metadata asks. Empty: nothing.
Values Pages::steer(const LedgerPayment &entry) const
{
    using namespace steering;
    const QString wish = entry.payment.metadata.value(page);
    const bool challenged = wish == pagevalue::challengeApprove || wish == pagevalue::challengeReject;
    const QList<TestCard> cards = testCards();
    Values data;
    if (entry.stage() == Stage::AwaitsChallenge) {
        if (challenged)
            data.insert("press", wish == pagevalue::challengeApprove ? u"approve"_s : u"reject"_s);
        return data;
    }
    if (entry.payment.metadata.contains(blocked))
        data.insert("blocked", entry.payment.metadata.value(blocked));
    if (wish == pagevalue::cancel || wish == pagevalue::expire) {
        data.insert("press", wish);
    } else if (wish == pagevalue::pay || wish.startsWith(pagevalue::decline) || challenged) {
        const int year = QDateTime::fromMSecsSinceEpoch(m_clock(), Qt::UTC).date().year() + 2;
        data.insert("press", u"pay"_s);
        data.insert("number", cards[challenged ? 3 : wish == pagevalue::pay ? 0 : 1].number);
        data.insert("expiry", u"12/"_s + QString::number(year % 100));
    }
    return data;
}

const LedgerPayment *Pages::anotherPayment(const QString &id) const
{
    const auto &payments = m_ledger.payments();
    const auto newest = std::find_if(payments.crbegin(), payments.crend(),
        [&id](const LedgerPayment &entry) { return entry.payment.id != id; });
    return newest == payments.crend() ? nullptr : &*newest;
}

} // namespace paydesk::sandbox
