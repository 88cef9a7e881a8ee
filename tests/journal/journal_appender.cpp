// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/samples.h"

#include <QCoreApplication>

#include <cstdio>

/// journal_appender DIRECTORY COUNT: appends so many sales, two events each, and prints a sale's id once
/// both were acknowledged.
int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto store = samples::openStore(arguments.at(1));
    std::puts("ready");
    std::fflush(stdout);
    for (int i = 0; i < arguments.at(2).toInt(); ++i) {
        const QUuid id = paydesk::makeUuidV7();
        if (!store->append(samples::intent(id)) || !store->append(paydesk::journal::pageShownEvent(id)))
            return 1;
        std::puts(id.toByteArray(QUuid::WithoutBraces).constData());
        std::fflush(stdout);
    }
    return 0;
}
