// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/navigation.h"
#include "checkout/protocol.h"
#include "faults/fuzz/fuzz.h"
#include "journal/eventrow.h"
#include "journal/facts.h"

#include <QJsonDocument>
#include <QUrlQuery>

using namespace paydesk;
using namespace paydesk::checkout;
using namespace Qt::StringLiterals;
using paydesk::fuzz::require;

/// Four lines: our return URL, an address that the page goes to, and the payment id and status that the
/// service appends.

namespace {

/// An address up to its path, written in one way, from its text alone.
QString place(const QUrl &url)
{
    QString text
        = QString::fromLatin1(url.toEncoded(QUrl::RemoveUserInfo)).section(u'#', 0, 0).section(u'?', 0, 0);
    const qsizetype hostBegin = text.indexOf("://"_L1) + 3;
    qsizetype hostEnd = text.indexOf(u'/', hostBegin);
    if (hostEnd < 0) {
        hostEnd = text.size();
        text += u'/';
    }
    QString head = text.first(hostEnd).toLower();
    const QString ownPort = head.startsWith("https:"_L1) ? u":443"_s : u":80"_s;
    if (head.endsWith(ownPort) && head.size() - ownPort.size() > hostBegin)
        head.chop(ownPort.size());
    return head + text.sliced(hostEnd);
}

void isItsOwnPlaceOnly(const QUrl &url, const QUrl &returnUrl)
{
    const bool returned = isReturn(url, returnUrl);
    if (returned) {
        const QString scheme = returnUrl.scheme();
        require(scheme == "https"_L1 || scheme == "http"_L1, "a return is over the web", scheme);
        require(place(url) == place(returnUrl), "a return is to our scheme, host, port and path",
            place(url) + u'\n' + place(returnUrl));
    }
    require(isReturn(returnUrl, url) == returned, "a return is one both ways");
}

/// Where the service sends the customer: our URL with two parameters more.
QUrl withAnswer(const QUrl &returnUrl, const QString &id, const QString &status)
{
    QUrl url = returnUrl;
    const QByteArray added
        = "payment_id=" + QUrl::toPercentEncoding(id) + "&status=" + QUrl::toPercentEncoding(status);
    const QString own = url.query(QUrl::FullyEncoded);
    url.setQuery((own.isEmpty() ? QString() : own + u'&') + QString::fromLatin1(added), QUrl::StrictMode);
    return url;
}

/// The parameters survive: into the checkout's line, out of it, and into the journal.
void isReadAsWritten(const QUrl &returnUrl, const QString &id, const QString &status)
{
    const QUrl url = withAnswer(returnUrl, id, status);
    require(isReturn(url, returnUrl), "the service's way back is a return", url.toString());
    const PageMessage message{PageEvent::Returned, u"payment"_s, url.query(QUrl::FullyEncoded)};
    const QByteArray line = QJsonDocument(toJson(message)).toJson(QJsonDocument::Compact);
    require(!line.contains('\n'), "a message is one line");
    require(
        pageMessageFromJson(QJsonDocument::fromJson(line).object()) == message, "a message arrives as sent");

    const ReturnHint hint = readReturn(message.detail);
    const QUrlQuery own(returnUrl);
    if (!own.hasQueryItem(u"payment_id"_s) && id.size() <= ReturnHint::maximumLength)
        require(hint.paymentId == id, "the payment's id is read as written", hint.paymentId);
    if (!own.hasQueryItem(u"status"_s) && status.size() <= ReturnHint::maximumLength)
        require(hint.status == status, "the status is read as written", hint.status);
}

void fitsTheJournal(const ReturnHint &hint)
{
    require(
        hint.paymentId.size() <= ReturnHint::maximumLength && hint.status.size() <= ReturnHint::maximumLength,
        "a page cannot fill the journal");
    const journal::Event event = journal::pageReturnedEvent(
        QUuid(u"0190a1b2-0000-7000-8000-000000000001"_s), hint.paymentId, hint.status, false);
    const auto kept = journal::toEvent(journal::toRow(event));
    require(kept && kept->facts == event.facts, "the journal keeps what the page said");
}

void goesWhereItMay(const QUrl &url)
{
    const QByteArray text = url.toEncoded(QUrl::RemoveUserInfo);
    if (mayNavigate(url, Frame::Main))
        require(url.userInfo().isEmpty(), "no page has a user name or password");
    if (mayNavigate(url, Frame::Main))
        require(text.startsWith("https://") || text.startsWith("http://localhost")
                || text.startsWith("http://127.") || text.startsWith("http://[::1]")
                || text.startsWith("about:blank"),
            "a page goes to https, this machine or nowhere", QString::fromLatin1(text));
    const QString refused = refusedAddress(url);
    require(!refused.section(u"://"_s, 1).contains(u'/') && !refused.contains(u'?') && !refused.contains(u'#')
            && !refused.contains(u'@'),
        "a refused address is no more than scheme and host", refused);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const QUrl returnUrl(QString::fromUtf8(input.line()));
    const QUrl url(QString::fromUtf8(input.line()));
    const QString id = QString::fromUtf8(input.line());
    const QString status = QString::fromUtf8(input.line());

    isItsOwnPlaceOnly(url, returnUrl);
    if (isReturn(returnUrl, returnUrl))
        isReadAsWritten(returnUrl, id, status);
    fitsTheJournal(readReturn(url.query(QUrl::FullyEncoded)));
    goesWhereItMay(url);
    return 0;
}
