// SPDX-License-Identifier: GPL-3.0-or-later

// A paydesk-checkout without window or engine. It plays the customer at the sandbox's page, over HTTP, as the
// sale's description tells it: "<what the customer does>,<how the page ends>".

#include "checkout/protocol.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSet>
#include <QSocketNotifier>
#include <QUrlQuery>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace paydesk::checkout;

namespace {

void say(PageEvent event, const QString &payment = {}, const QString &detail = {})
{
    const QByteArray line
        = QJsonDocument(toJson(PageMessage{event, payment, detail})).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fflush(stdout);
}

/// Fields of the form that the customer sends off; empty where they do nothing.
QByteArray formFor(const QString &act)
{
    const auto card = [](const char *number) {
        QUrlQuery form;
        form.addQueryItem(u"number"_s, QLatin1StringView(number));
        form.addQueryItem(u"expiry"_s, u"12/49"_s);
        form.addQueryItem(u"cvc"_s, u"123"_s);
        form.addQueryItem(u"action"_s, u"pay"_s);
        return form.query(QUrl::FullyEncoded).toLatin1();
    };
    if (act == "pay"_L1)
        return card("4111111111111111");
    if (act == "decline"_L1)
        return card("4000000000000002");
    if (act == "challenge"_L1)
        return card("4635440000002223");
    return act == "cancel"_L1 ? "action=cancel" : QByteArray();
}

class Customer : public QObject
{
public:
    void see(const ShowPage &page)
    {
        // Sent again for the page that is shown, it only asks for the keyboard.
        if (m_page && m_page->payment == page.payment && m_page->pageUrl == page.pageUrl)
            return;
        m_page = page;
        say(PageEvent::Shown, page.payment);
        say(PageEvent::Loaded, page.payment);
        if (m_served.contains(page.payment))
            return; // A page that is shown again finds the customer gone.
        m_served.insert(page.payment);
        const QByteArray form = formFor(page.description.section(u',', 0, 0));
        if (form.isEmpty())
            end(u"payment_id=pay_forged&status=succeeded"_s);
        else
            send(page.pageUrl, form);
    }

    void lose(const QString &payment)
    {
        if (m_page && m_page->payment == payment)
            m_page.reset();
    }

private:
    void send(const QUrl &url, const QByteArray &form)
    {
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-www-form-urlencoded"_s);
        QNetworkReply *reply = form.isEmpty() ? m_network.get(request) : m_network.post(request, form);
        connect(reply, &QNetworkReply::finished, this, [this, reply, payment = m_page->payment] {
            reply->deleteLater();
            if (m_page && m_page->payment == payment)
                follow(*reply);
        });
    }

    void follow(const QNetworkReply &reply)
    {
        const QUrl target
            = reply.url().resolved(reply.attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl());
        if (target == reply.url())
            return; // It led nowhere: the page stays as it is.
        if (target.adjusted(QUrl::RemoveQuery) == m_page->returnUrl.adjusted(QUrl::RemoveQuery))
            end(target.query());
        else if (target.path().startsWith("/3ds/"_L1))
            send(target, "action=approve");
        else
            send(target, {});
    }

    void end(const QString &query)
    {
        const QString how = m_page->description.section(u',', 1, 1);
        const QString payment = m_page->payment;
        if (how == "die"_L1)
            std::raise(SIGKILL);
        if (how == "crash"_L1)
            say(PageEvent::Crashed, payment);
        if (how == "return"_L1 || how == "close"_L1) {
            m_page.reset();
            if (how == "return"_L1)
                say(PageEvent::Returned, payment, query);
            else
                say(PageEvent::Closed, payment, closedby::window);
        }
    }

    QNetworkAccessManager m_network;
    std::optional<ShowPage> m_page;
    QSet<QString> m_served;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    Customer customer;
    QByteArray input;
    QSocketNotifier notifier(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &application, [&] {
        char part[4096];
        const ssize_t size = ::read(STDIN_FILENO, part, sizeof part);
        if (size <= 0) {
            notifier.setEnabled(false);
            QCoreApplication::quit();
            return;
        }
        input.append(part, size);
        for (qsizetype end = input.indexOf('\n'); end >= 0; end = input.indexOf('\n')) {
            const QJsonObject json = QJsonDocument::fromJson(input.left(end)).object();
            input.remove(0, end + 1);
            if (const auto page = showPageFromJson(json))
                customer.see(*page);
            else if (const auto payment = hideMessageFromJson(json))
                customer.lose(*payment);
        }
    });
    say(PageEvent::Ready);
    return QCoreApplication::exec();
}
