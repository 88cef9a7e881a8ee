// SPDX-License-Identifier: GPL-3.0-or-later

// A desk of a few lines, for a test that kills it: shows one page (its argument), and prints the process id
// of the checkout once the page is on the screen.

#include "checkout/checkoutprocess.h"

#include <QCoreApplication>

#include <iostream>

using namespace paydesk::checkout;
using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    CheckoutProcess checkout;
    QObject::connect(&checkout, &CheckoutProcess::shown, &application,
        [&checkout] { std::cout << checkout.processId() << std::endl; });
    checkout.show({.payment = u"p1"_s,
        .pageUrl = QUrl(QCoreApplication::arguments().at(1)),
        .returnUrl = QUrl(u"https://paydesk.invalid/return"_s),
        .shop = u"Mini"_s});
    return QCoreApplication::exec();
}
