// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/sync.h"

#include "checkout/checkoutprocess.h"
#include "e2e/sandboxcontrol.h"
#include "flowlix/client.h"
#include "journal/journal.h"
#include "measurements.h"
#include "waiter.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace paydesk::bench {

namespace {

constexpr char key[] = "fl_test_sk_paydesk_bench";
constexpr int serviceLimit = 500; ///< requests a minute, as the service has it
const QString curl = u"/usr/bin/curl"_s;

/// A sync into an empty journal.
class FreshSync
{
public:
    explicit FreshSync(const QUrl &service)
        : m_journal(m_files.filePath(u"journal"_s))
        , m_client({.baseUrl = service, .key = SecretKey::parse(key).value()})
        , m_checkout(u"none"_s)
        , m_sync({.client = m_client,
              .journal = m_journal,
              .checkout = m_checkout,
              .key = SecretKey::parse(key).value()})
    {
    }

    bool open()
    {
        Waiter opened;
        bool ok = false;
        m_journal.open(&m_sync, [&](const Result<Done> &result) {
            ok = result.ok();
            opened.done();
        });
        return opened.wait() && ok;
    }

    /// Until it has read everything or time is up; how many payments it has read.
    qint64 run(int timeoutMs)
    {
        Waiter finished;
        QObject::connect(&m_sync, &payments::Sync::finished, &m_sync, [&finished] { finished.done(); });
        m_sync.start();
        finished.wait(timeoutMs);
        return m_sync.progress().read;
    }

private:
    const QTemporaryDir m_files;
    journal::Journal m_journal;
    flowlix::Client m_client;
    checkout::CheckoutProcess m_checkout;
    payments::Sync m_sync;
};

/// What curl is to ask for: the same calls, whose cursors are found out beforehand. Empty when that failed.
QByteArray curlConfig(const QUrl &service)
{
    flowlix::Client client({.baseUrl = service, .key = SecretKey::parse(key).value()});
    QByteArray config = QByteArray("header = \"Authorization: Bearer ") + key + "\"\n";
    for (flowlix::ListCall call{.limit = 100};;) {
        config += "url = \"" + service.toEncoded(QUrl::StripTrailingSlash) + "/v1/payments?limit=100";
        if (!call.startingAfter.isEmpty())
            config += "&starting_after=" + call.startingAfter.toLatin1();
        config += "\"\noutput = \"/dev/null\"\n";
        QObject context;
        Waiter answered;
        std::optional<flowlix::PaymentPage> page;
        client.listPayments(call, &context, [&](const Result<flowlix::PaymentPage> &result) {
            if (result)
                page = *result;
            answered.done();
        });
        if (!answered.wait() || !page)
            return {};
        if (!page->hasMore)
            return config;
        call.startingAfter = page->payments.last().id;
    }
}

std::optional<double> curlSeconds(const QString &config)
{
    QProcess process;
    QElapsedTimer clock;
    clock.start();
    process.start(curl, {u"--silent"_s, u"--fail"_s, u"--config"_s, config});
    const bool ended = process.waitForFinished(600'000) && process.exitCode() == 0;
    return ended ? std::optional(double(clock.nsecsElapsed()) / 1e9) : std::nullopt;
}

/// `delayMs`: how much later than at once the service answers.
Row besideCurl(bool quick, int payments, int delayMs)
{
    Row row{.id = delayMs == 0 ? u"sync"_s : u"sync_of_a_distant_service"_s,
        .name = u"sync of %1 payments"_s.arg(payments)
            + (delayMs == 0 ? QString() : u", answers %1 ms later"_s.arg(delayMs)),
        .unit = u"s"_s,
        .figure = {},
        .peerName = u"the same list calls by one curl"_s,
        .goal = {Goal::RatioAtMost, 1.5}};
    test::SandboxControl sandbox;
    const QTemporaryDir files;
    QFile config(files.filePath(u"calls"_s));
    if (!sandbox.start({u"--rate-limit"_s, u"1000000"_s}) || !sandbox.seed({{u"count"_s, payments}})
        || !config.open(QFile::WriteOnly)) {
        row.note = u"the sandbox did not take the payments"_s;
        return row;
    }
    const QByteArray calls = curlConfig(sandbox.url());
    config.write(calls);
    config.close();
    if (delayMs > 0
        && !sandbox.addFault({{u"fault"_s, u"delay"_s}, {u"path"_s, u"/v1/payments?"_s},
            {u"value"_s, delayMs}, {u"times"_s, 1'000'000}})) {
        row.note = u"the sandbox does not answer later"_s;
        return row;
    }
    for (int run = 0; run < (quick ? 1 : 3); ++run) {
        FreshSync sync(sandbox.url());
        QElapsedTimer clock;
        if (!sync.open())
            break;
        clock.start();
        if (sync.run(600'000) != payments)
            break;
        row.figure.add(double(clock.nsecsElapsed()) / 1e9);
        const auto bare = calls.isEmpty() ? std::nullopt : curlSeconds(config.fileName());
        if (bare)
            row.peer.add(*bare);
        else
            row.note = u"curl did not come to its end"_s;
    }
    return row;
}

Row unusedLimit(bool quick)
{
    Row row{.id = u"sync_unused_limit"_s,
        .name = u"rate limit that a sync leaves unused"_s,
        .unit = u"%"_s,
        .figure = {},
        .goal = {Goal::AtMost, 5}};
    test::SandboxControl sandbox;
    if (!sandbox.start({u"--rate-limit"_s, QString::number(serviceLimit)})
        || !sandbox.seed({{u"count"_s, 200'000}})) {
        row.note = u"the sandbox did not take the payments"_s;
        return row;
    }
    FreshSync sync(sandbox.url());
    if (!sync.open())
        return row;
    const int seconds = quick ? 5 : 180;
    const double pages = double(sync.run(seconds * 1000)) / 100;
    row.figure.add(100 * (1 - pages / (serviceLimit * seconds / 60.0)));
    return row;
}

} // namespace

QList<Row> measureSync(const Bench &bench)
{
    return {besideCurl(bench.quick, bench.quick ? 2000 : 100'000, 0),
        besideCurl(bench.quick, bench.quick ? 1000 : 20'000, 20), unusedLimit(bench.quick)};
}

} // namespace paydesk::bench
