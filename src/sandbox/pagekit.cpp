// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pagekit.h"

#include <QCryptographicHash>
#include <QFile>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

QString resource(const QString &fileName)
{
    QFile file(u":/sandbox/"_s + fileName);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    return opened ? QString::fromUtf8(file.readAll()) : QString();
}

/// An inline part as a content security policy names it.
QByteArray sourceHash(const QString &text)
{
    return "'sha256-" + QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toBase64() + '\'';
}

/// Forms post to the sandbox, whose answer may lead on to the return URL: Chromium applies form-action to
/// that redirect too.
QByteArray formTarget(const QUrl &returnUrl)
{
    if (returnUrl.isEmpty())
        return {};
    if (returnUrl.host().contains(u':'))
        return ' ' + returnUrl.scheme().toLatin1() + ':'; // a policy cannot name an IPv6 address
    return ' '
        + returnUrl.toEncoded(
            QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
}

QList<Header> noStore()
{
    return {{"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"}};
}

} // namespace

QString fillTemplate(const QString &fileName, const Values &values)
{
    static const QRegularExpression placeholder(u"\\{\\{(&?)([a-z_]+)\\}\\}"_s);
    const QString text = resource(fileName);
    QString filled;
    qsizetype from = 0;
    for (auto it = placeholder.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString value = values.value(match.captured(2).toLatin1());
        filled += QStringView(text).mid(from, match.capturedStart() - from);
        filled += match.captured(1).isEmpty() ? value.toHtmlEscaped() : value;
        from = match.capturedEnd();
    }
    return filled += QStringView(text).mid(from);
}

Response pageResponse(const Page &page)
{
    const QString style = resource(u"page.css"_s);
    const QString script = page.script.isEmpty() ? QString() : resource(page.script);
    QString data;
    for (auto it = page.data.cbegin(); it != page.data.cend(); ++it)
        data += u" data-%1=\"%2\""_s.arg(QString::fromLatin1(it.key()), it.value().toHtmlEscaped());
    const QString html = fillTemplate(u"layout.html"_s,
        {{"title", page.title}, {"head", page.head}, {"style", style}, {"data", data},
            {"content", page.content},
            {"script", script.isEmpty() ? QString() : u"<script>"_s + script + u"</script>"_s}});

    QByteArray policy
        = "default-src 'none'; base-uri 'none'; frame-ancestors 'self'; frame-src 'self'; img-src data:; "
          "style-src "
        + sourceHash(style) + "; form-action 'self'" + formTarget(page.returnUrl);
    if (!script.isEmpty())
        policy += "; script-src " + sourceHash(script);
    Response response{
        .status = page.status, .contentType = "text/html; charset=utf-8", .body = html.toUtf8()};
    response.headers = noStore();
    response.headers.append({"Content-Security-Policy", policy});
    return response;
}

Response redirectResponse(int status, const QUrl &target)
{
    Response response{.status = status, .contentType = "text/plain"};
    response.headers = noStore();
    response.headers.append({"Location", target.toEncoded()});
    return response;
}

} // namespace paydesk::sandbox
