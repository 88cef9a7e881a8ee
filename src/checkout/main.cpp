// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkout/checkout.h"
#include "checkout/linechannel.h"
#include "checkout/processguard.h"

#include <QApplication>

#include <array>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace paydesk::checkout;

int main(int, char *argv[])
{
    guardProcess();
    // Neither Qt nor the engine sees an argument: some of them open the engine's debugger.
    std::array<char *, 2> ownName = {argv[0], nullptr};
    int count = 1;
    QApplication application(count, ownName.data());
    QApplication::setApplicationName(u"paydesk-checkout"_s);
    QApplication::setApplicationVersion(QStringLiteral(PAYDESK_VERSION));
    QApplication::setQuitOnLastWindowClosed(false);

    Checkout checkout(engineSandboxed());
    LineChannel desk(STDIN_FILENO, STDOUT_FILENO);
    QObject::connect(&desk, &LineChannel::received, &checkout, &Checkout::receive);
    // Not quit(): that asks the window first, which would report that it was closed.
    QObject::connect(&desk, &LineChannel::ended, &application, [] { QApplication::exit(); });
    QObject::connect(&checkout, &Checkout::send, &desk, &LineChannel::send);
    desk.send(toJson(PageMessage{PageEvent::Ready, {}, {}}));
    return QApplication::exec();
}
