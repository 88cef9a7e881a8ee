// SPDX-License-Identifier: GPL-3.0-or-later

// A paydesk-checkout without window or engine, for TestCheckoutProcess. It notes each start and each message
// in its home folder and does what a payment's shop name asks for.

#include "checkout/protocol.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>

using namespace Qt::StringLiterals;
using namespace paydesk::checkout;

namespace {

QString inHome(const QString &name)
{
    return qEnvironmentVariable("HOME") + u'/' + name;
}

void note(const QByteArray &line)
{
    QFile file(inHome(u"notes"_s));
    if (file.open(QIODevice::Append))
        file.write(line + '\n');
}

void send(const PageMessage &message)
{
    std::cout << QJsonDocument(toJson(message)).toJson(QJsonDocument::Compact).constData() << std::endl;
}

void obey(const ShowPage &page)
{
    note("show " + page.payment.toUtf8());
    if (page.shop == "die"_L1)
        std::raise(SIGKILL);
    send({PageEvent::Shown, page.payment, {}});
    if (page.shop == "talk"_L1) {
        send({PageEvent::Loaded, page.payment, {}});
        send({PageEvent::Blocked, page.payment, u"download"_s});
        send({PageEvent::Crashed, page.payment, {}});
        send({PageEvent::Returned, page.payment, u"status=succeeded"_s});
        send({PageEvent::Closed, page.payment, closedby::window});
    } else if (page.shop == "close"_L1) {
        send({PageEvent::Closed, page.payment, closedby::leave});
    } else if (page.shop == "speak of another"_L1) {
        send({PageEvent::Returned, u"another"_s, u"status=succeeded"_s});
        std::cout << "no message" << std::endl;
        std::cout << R"({"type":"returned"})" << std::endl;
        send({PageEvent::Loaded, page.payment, {}});
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    note("start");
    if (QFile::exists(inHome(u"dead"_s)))
        return 3;
    send({PageEvent::Ready, {}, {}});
    std::string line;
    while (std::getline(std::cin, line)) {
        const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        if (const auto page = showPageFromJson(json))
            obey(*page);
        else if (const auto payment = hideMessageFromJson(json))
            note("hide " + payment->toUtf8());
    }
    return 0;
}
