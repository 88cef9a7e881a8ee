// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/departure.h"

#include "sandbox/steering.h"

#include <QCoreApplication>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

constexpr char madeUpPayment[] = "pay_00000000-0000-4000-8000-000000000000";

struct DepartureText
{
    Q_DECLARE_TR_FUNCTIONS(SandboxDeparture)
};

QUrl destination(const LedgerPayment &entry, const QString &manner, const LedgerPayment *other)
{
    QString id = entry.payment.id;
    QString status = entry.payment.status.toWire();
    if (manner == steering::leavevalue::forged)
        status = u"succeeded"_s;
    if (manner == steering::leavevalue::foreign)
        id = other ? other->payment.id : QString::fromLatin1(madeUpPayment);
    return returnAddress(entry.returnUrl, id, status);
}

/// A page that a script moves on: js, form, iframe (and the frame in it), the POST before a 307, popup.
Response movingPage(const QString &how, const QUrl &target, const QUrl &returnUrl)
{
    const QString address = QString::fromLatin1(target.toEncoded());
    Page page{.title = DepartureText::tr("One moment"),
        .script = u"leave.js"_s,
        .data = {{"how", how}, {"target", address}},
        .returnUrl = returnUrl};
    page.content = fillTemplate(u"leave.html"_s,
        {{"heading", page.title}, {"text", DepartureText::tr("You are being taken back to the shop.")},
            {"target", address}, {"link", DepartureText::tr("Back to the shop")}});
    return pageResponse(page);
}

Response metaRefreshPage(const QUrl &target)
{
    const QString address = QString::fromLatin1(target.toEncoded());
    Page page{.title = DepartureText::tr("One moment")};
    page.head = fillTemplate(u"refresh.html"_s, {{"target", address}});
    page.content = fillTemplate(u"leave.html"_s,
        {{"heading", page.title}, {"text", DepartureText::tr("You are being taken back to the shop.")},
            {"target", address}, {"link", DepartureText::tr("Back to the shop")}});
    return pageResponse(page);
}

Response thankYouPage()
{
    Page page{.title = DepartureText::tr("Thank you")};
    page.content = fillTemplate(u"note.html"_s,
        {{"heading", page.title}, {"text", DepartureText::tr("You can close this window now.")}});
    return pageResponse(page);
}

QUrl leavePage(const QString &paymentId, Place place = Place::Window)
{
    QUrl url;
    url.setPath(u"/leave/"_s + paymentId);
    url.setQuery(placeQuery(place).mid(1));
    return url;
}

} // namespace

QString placeQuery(Place place)
{
    switch (place) {
    case Place::Window:
        return {};
    case Place::Popup:
        return u"?in=popup"_s;
    case Place::Frame:
        return u"?in=frame"_s;
    }
    Q_UNREACHABLE();
}

Place placeFrom(const Parameters &query)
{
    const QString name = query.value(u"in"_s);
    if (name == "popup"_L1)
        return Place::Popup;
    return name == "frame"_L1 ? Place::Frame : Place::Window;
}

QUrl returnAddress(const QUrl &returnUrl, const QString &paymentId, const QString &status)
{
    QUrl url = returnUrl;
    const QString own = url.query(QUrl::FullyEncoded);
    url.setQuery(
        (own.isEmpty() ? QString() : own + u'&') + u"payment_id=%1&status=%2"_s.arg(paymentId, status));
    return url;
}

Response depart(const LedgerPayment &entry, Place place, bool answersEmptyPost, const LedgerPayment *other)
{
    using namespace steering;
    const QString manner = entry.payment.metadata.value(leave);
    const QUrl target = destination(entry, manner, other);
    const QString &id = entry.payment.id;

    if (place == Place::Popup)
        return movingPage(u"close"_s, leavePage(id), entry.returnUrl);
    if (place == Place::Frame)
        return movingPage(u"top"_s, target, entry.returnUrl);
    if (manner == leavevalue::found)
        return redirectResponse(302, target);
    if (manner == leavevalue::temporaryRedirect) {
        // A 307 repeats the POST, so it answers an empty one: card data must not travel on to the shop.
        return answersEmptyPost ? redirectResponse(307, target)
                                : movingPage(u"post"_s, leavePage(id), entry.returnUrl);
    }
    if (manner == leavevalue::script)
        return movingPage(u"js"_s, target, entry.returnUrl);
    if (manner == leavevalue::metaRefresh)
        return metaRefreshPage(target);
    if (manner == leavevalue::formPost)
        return movingPage(u"post"_s, target, entry.returnUrl);
    if (manner == leavevalue::iframe)
        return movingPage(u"frame"_s, leavePage(id, Place::Frame), entry.returnUrl);
    if (manner == leavevalue::none)
        return thankYouPage();
    return redirectResponse(303, target);
}

} // namespace paydesk::sandbox
