// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/server.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace paydesk;

namespace {

void printLine(const QJsonObject &message)
{
    const QByteArray line = QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fflush(stdout);
}

int fail(const QString &reason)
{
    printLine({{u"event"_s, u"failed"_s}, {u"reason"_s, reason}});
    return 1;
}

/// The option's value as a whole number within bounds, empty else.
std::optional<int> number(
    const QCommandLineParser &parser, const QCommandLineOption &option, int least, int most)
{
    bool ok = false;
    const int value = parser.value(option).toInt(&ok);
    return ok && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

/// Ends the program with its standard input, so that it ends with the desk that holds the other end.
void endWithInput(QCoreApplication &application)
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, &application);
    QObject::connect(notifier, &QSocketNotifier::activated, &application, [notifier, &application] {
        char ignored[256];
        if (::read(STDIN_FILENO, ignored, sizeof ignored) > 0)
            return;
        notifier->setEnabled(false);
        application.quit();
    });
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"paydesk-sandbox"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(PAYDESK_VERSION));

    const QCommandLineOption port(
        u"port"_s, u"Listen on this port of 127.0.0.1; 0 chooses."_s, u"number"_s, u"0"_s);
    const QCommandLineOption state(u"state"_s, u"Keep payments in this file."_s, u"file"_s);
    const QCommandLineOption withInput(u"end-with-input"_s, u"End when standard input ends."_s);
    const QCommandLineOption rateLimit(
        u"rate-limit"_s, u"Requests a minute for each key."_s, u"number"_s, u"500"_s);
    const QCommandLineOption session(
        u"session-minutes"_s, u"How long a page can be paid."_s, u"number"_s, u"30"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"A local payment service for training and tests. It moves no money."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({port, state, withInput, rateLimit, session});
    parser.process(application);

    const std::optional<int> portNumber = number(parser, port, 0, 65535);
    const std::optional<int> requests = number(parser, rateLimit, 1, 1'000'000);
    const std::optional<int> minutes = number(parser, session, 1, 60 * 24);
    if (!portNumber || !requests || !minutes || parser.value(state).isEmpty()
        || !parser.positionalArguments().isEmpty()) {
        std::fputs(qPrintable(parser.helpText()), stderr);
        return fail(u"the command line is not complete"_s);
    }
    sandbox::Server server({.port = static_cast<quint16>(*portNumber),
        .stateFile = parser.value(state),
        .rateLimit = *requests,
        .rules = {.sessionMs = *minutes * 60'000LL}});
    const Result<QUrl> url = server.start();
    if (!url)
        return fail(url.error().text + u" ("_s + url.error().detail + u')');
    printLine({{u"event"_s, u"ready"_s}, {u"url"_s, url->toString()}});
    if (parser.isSet(withInput))
        endWithInput(application);
    return QCoreApplication::exec();
}
