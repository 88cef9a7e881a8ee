// SPDX-License-Identifier: GPL-3.0-or-later
// paydesk-bigjournal <directory> <count>: a journal of made-up sales, to look at a desk that has many.
#include "bigjournal.h"
#include "journal/journalcheck.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

using namespace Qt::StringLiterals;
using namespace paydesk;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"paydesk-bigjournal"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Makes a journal of made-up sales over the last years."_s);
    parser.addHelpOption();
    parser.addPositionalArgument(u"directory"_s, u"Where the journal is to be; there must be none."_s);
    parser.addPositionalArgument(u"count"_s, u"How many sales: 1000000 are about 4 GB."_s);
    parser.process(application);
    const QStringList arguments = parser.positionalArguments();
    const qint64 count = arguments.value(1).toLongLong();
    if (arguments.size() != 2 || count <= 0)
        parser.showHelp(1);

    QTextStream out(stdout);
    if (journal::hasJournal(arguments.first())) {
        out << "There is a journal in this folder already.\n";
        return 1;
    }
    const auto made = bench::makeBigJournal(
        arguments.first(), count, QDateTime::currentDateTimeUtc(), [&out, count](qint64 done) {
            out << '\r' << done << " of " << count;
            out.flush();
        });
    out << '\n' << (made ? QString() : made.error().text + u'\n');
    return made ? 0 : 1;
}
