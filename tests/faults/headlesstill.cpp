// SPDX-License-Identifier: GPL-3.0-or-later

// A till without a window: the composition root of these tests. Its services are paydesk's own, but for the
// stand-in for the checkout. Commands come in on standard input, a JSON object a line, with a number in "id"
// that the reply repeats; what happens is told on standard output.

#include "checkout/checkoutprocess.h"
#include "flowlix/client.h"
#include "journal/history.h"
#include "journal/journal.h"
#include "models/paymentsmodel.h"
#include "payments/charge.h"
#include "payments/refunding.h"
#include "payments/sync.h"
#include "payments/till.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>

#include <cstdio>
#include <ctime>
#include <functional>
#include <unistd.h>
#include <utility>

using namespace paydesk;
using namespace Qt::StringLiterals;

namespace {

struct Options
{
    QString directory;
    QUrl service;
    SecretKey key;
    double pace = 1;
    std::chrono::milliseconds deadline{0};
};

void say(const QString &event, QJsonObject facts = {})
{
    facts.insert(u"event"_s, event);
    const QByteArray line = QJsonDocument(facts).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, size_t(line.size()), stdout);
    std::fflush(stdout);
}

QString text(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

/// How long the event loop did not turn, at the longest, and how long it computed meanwhile: the rest is what
/// the machine had no time for.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
        m_sinceLast.start();
        m_timer.start(5);
    }
    qint64 longestStall() const { return m_longestStall; } ///< ms
    qint64 longestWork() const { return m_longestWork; } ///< ms

private:
    void beat()
    {
        timespec now = {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        const qint64 workedMs = now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
        m_longestWork = std::max(m_longestWork, workedMs - std::exchange(m_workedMs, workedMs));
        m_longestStall = std::max(m_longestStall, m_sinceLast.restart() - m_timer.interval());
    }

    QTimer m_timer;
    QElapsedTimer m_sinceLast;
    qint64 m_workedMs = 0;
    qint64 m_longestStall = 0;
    qint64 m_longestWork = 0;
};

class HeadlessTill : public QObject
{
public:
    explicit HeadlessTill(const Options &options)
        : m_journal(options.directory)
        , m_checkout(u"pagestandin"_s)
        , m_history(options.directory)
        , m_payments(m_journal, m_history)
        , m_client({.baseUrl = options.service, .key = options.key, .deadline = options.deadline})
        , m_services{.client = m_client,
              .journal = m_journal,
              .checkout = m_checkout,
              .key = options.key,
              .pace = options.pace}
        , m_till(m_services,
              {.shopName = u"Fault shop"_s, .returnUrl = QUrl(u"https://paydesk.invalid/return"_s)})
    {
        listen();
        listenToSync();
    }

    void start()
    {
        m_checkout.warmUp();
        m_journal.open(this, [this](const Result<Done> &opened) {
            if (!opened) {
                say(u"closed"_s, {{u"error"_s, opened.error().text + u' ' + opened.error().detail}});
                return;
            }
            m_payments.load();
            m_till.recover();
        });
    }

    void obey(const QJsonObject &command)
    {
        const QString what = command[u"do"].toString();
        if (what == "charge"_L1)
            charge(command);
        else if (what == "refund"_L1)
            refund(command);
        else if (what == "list"_L1)
            list(command);
        else if (what == "sync"_L1)
            m_sync.start();
        else
            press(what, command);
    }

private:
    void listen()
    {
        using payments::Till;
        QObject::connect(&m_till, &Till::recovered, this, [] { say(u"ready"_s); });
        QObject::connect(&m_journal, &journal::Journal::saleChanged, this, &HeadlessTill::tell);
        QObject::connect(&m_till, &Till::paidLate, this, [](const journal::SaleRecord &sale) {
            say(u"paidLate"_s, {{u"sale"_s, text(sale.attemptId)}});
        });
        QObject::connect(&m_till, &Till::paidTwice, this, [](const journal::SaleRecord &sale) {
            say(u"paidTwice"_s, {{u"sale"_s, text(sale.attemptId)}});
        });
        QObject::connect(&m_till, &Till::reviewNeeded, this, [](const journal::SaleRecord &sale) {
            say(u"reviewNeeded"_s, {{u"sale"_s, text(sale.attemptId)}, {u"problem"_s, sale.problem}});
        });
        QObject::connect(
            &m_till, &Till::refundSettled, this, [](const journal::SaleRecord &sale, const QUuid &refundId) {
                say(u"refundSettled"_s, {{u"sale"_s, text(sale.attemptId)}, {u"refund"_s, text(refundId)}});
            });
        QObject::connect(&m_till, &Till::storageFailed, this, [](const Error &error) {
            say(u"storageFailed"_s, {{u"error"_s, error.text + u' ' + error.detail}});
        });
    }

    void listenToSync()
    {
        using payments::Sync;
        QObject::connect(&m_till, &payments::Till::recovered, &m_sync, &Sync::goOn);
        QObject::connect(&m_sync, &Sync::unsettledFound, &m_till, &payments::Till::takeUp);
        QObject::connect(&m_sync, &Sync::progressed, this, [this] {
            say(u"syncProgress"_s, {{u"read"_s, m_sync.progress().read}});
        });
        QObject::connect(&m_sync, &Sync::finished, this, [](const payments::SyncProgress &progress) {
            say(u"syncFinished"_s,
                {{u"full"_s, progress.full}, {u"read"_s, progress.read}, {u"imported"_s, progress.imported},
                    {u"updated"_s, progress.updated}});
        });
    }

    /// As staff reads it in the list at this moment.
    static void tell(const journal::SaleRecord &sale)
    {
        const bool refundsSettled = std::all_of(sale.refunds.begin(), sale.refunds.end(),
            [](const journal::RefundRecord &refund) { return isSettled(refund.state); });
        say(u"sale"_s,
            {{u"sale"_s, text(sale.attemptId)}, {u"outcome"_s, outcomeWord(sale.outcome)},
                {u"settled"_s, isSettled(sale.outcome)}, {u"review"_s, sale.needsReview},
                {u"payment"_s, sale.payment ? sale.payment->id : QString()},
                {u"refunds"_s, sale.refunds.size()}, {u"refundsSettled"_s, refundsSettled},
                {u"attention"_s, journal::needsAttention(sale)}});
    }

    void reply(const QJsonObject &command, QJsonObject facts = {}) const
    {
        facts.insert(u"id"_s, command[u"id"]);
        facts.insert(u"stallMs"_s, m_heartbeat.longestStall());
        facts.insert(u"workMs"_s, m_heartbeat.longestWork());
        say(u"reply"_s, facts);
    }

    void charge(const QJsonObject &command)
    {
        const ChargeRequest request{.amount = Money(command[u"amount"].toInteger(), Currency::Eur),
            .description = command[u"description"].toString()};
        const auto charge = m_till.charge(request, payments::Repeat::Intended);
        if (charge)
            reply(command, {{u"sale"_s, text((*charge)->attemptId())}});
        else
            reply(command, {{u"error"_s, charge.error().text}});
    }

    void refund(const QJsonObject &command)
    {
        m_journal.sale(QUuid::fromString(command[u"sale"].toString()), this,
            [this, command](const Result<journal::SaleRecord> &sale) {
                if (!sale || !sale->payment) {
                    reply(command, {{u"error"_s, sale ? u"not paid"_s : sale.error().text}});
                    return;
                }
                const auto refunding = m_till.refund(*sale,
                    {.paymentId = sale->payment->id,
                        .amount = Money(command[u"amount"].toInteger(), sale->amount.currency()),
                        .reason = command[u"reason"].toString()});
                if (refunding)
                    reply(command, {{u"refund"_s, text((*refunding)->state().refundId)}});
                else
                    reply(command, {{u"error"_s, refunding.error().text}});
            });
    }

    /// For the log of a test that failed.
    static QJsonObject stateOf(const payments::ChargeState &state)
    {
        return {{u"phase"_s, int(state.phase)}, {u"sending"_s, state.sending},
            {u"asking"_s, state.asking.size()}, {u"searching"_s, state.searching},
            {u"searched"_s, state.sale.searched}, {u"attempts"_s, state.attempts},
            {u"searches"_s, state.searches}, {u"asks"_s, state.asksSincePage},
            {u"pageOpen"_s, state.pageOpen},
            {u"problem"_s, state.problem ? state.problem->text + u' ' + state.problem->detail : QString()}};
    }

    /// What the button of this name does with the sale.
    void press(const QString &button, const QJsonObject &command)
    {
        const QUuid sale = QUuid::fromString(command[u"sale"].toString());
        if (button == "leave"_L1) {
            m_till.clearCurrent();
        } else if (!m_till.makeCurrent(sale)) {
            reply(command, {{u"error"_s, u"not under way"_s}});
            return;
        } else if (button == "look"_L1) {
            reply(command, stateOf(m_till.current()->state()));
            return;
        } else if (button == "check"_L1) {
            m_till.current()->checkAgain();
        } else if (button == "reopen"_L1) {
            m_till.current()->reopenPage();
        }
        reply(command);
    }

    /// Every row of the list of payments, read anew to its end.
    void list(const QJsonObject &command)
    {
        m_payments.load();
        replyWhenRead(command);
    }

    void replyWhenRead(const QJsonObject &command)
    {
        bool isRead = m_payments.isComplete();
        for (int row = 0; isRead && row < m_payments.rowCount(); ++row)
            isRead = m_payments.sale(m_payments.index(row, 0)) != nullptr; // looking at it has it read
        if (isRead)
            reply(command, {{u"rows"_s, rows()}});
        else // after whatever the model waits for
            QTimer::singleShot(1, this, [this, command] { replyWhenRead(command); });
    }

    QJsonArray rows() const
    {
        using models::PaymentsModel;
        QJsonArray rows;
        for (int row = 0; row < m_payments.rowCount(); ++row) {
            const auto cell = [this, row](int column) { return m_payments.index(row, column).data(); };
            rows.append(QJsonObject{
                {u"sale"_s, text(m_payments.index(row, 0).data(PaymentsModel::AttemptIdRole).toUuid())},
                {u"amount"_s, cell(PaymentsModel::Amount).toString()},
                {u"status"_s, cell(PaymentsModel::Status).toString()},
                {u"payment"_s, cell(PaymentsModel::FlowlixId).toString()}});
        }
        return rows;
    }

    Heartbeat m_heartbeat;
    journal::Journal m_journal;
    checkout::CheckoutProcess m_checkout;
    journal::History m_history;
    models::PaymentsModel m_payments;
    flowlix::Client m_client;
    payments::Services m_services;
    payments::Till m_till;
    payments::Sync m_sync{m_services};
};

Options readOptions(const QCoreApplication &application)
{
    const QCommandLineOption data(u"data"_s, u"The journal's folder."_s, u"folder"_s);
    const QCommandLineOption service(u"service"_s, u"Where the service is."_s, u"url"_s);
    const QCommandLineOption pace(u"pace"_s, u"All pauses are multiplied by it."_s, u"factor"_s, u"1"_s);
    const QCommandLineOption deadline(
        u"deadline"_s, u"Milliseconds that an answer may take."_s, u"number"_s, u"30000"_s);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({data, service, pace, deadline});
    parser.process(application);
    return {.directory = parser.value(data),
        .service = QUrl(parser.value(service)),
        .key = SecretKey::parse("fl_test_sk_headless_till_0123").value(),
        .pace = parser.value(pace).toDouble(),
        .deadline = std::chrono::milliseconds(parser.value(deadline).toInt())};
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    HeadlessTill till(readOptions(application));
    QByteArray input;
    QSocketNotifier notifier(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &till, [&] {
        char part[4096];
        const ssize_t size = ::read(STDIN_FILENO, part, sizeof part);
        if (size <= 0) {
            notifier.setEnabled(false);
            QCoreApplication::quit();
            return;
        }
        input.append(part, size);
        for (qsizetype end = input.indexOf('\n'); end >= 0; end = input.indexOf('\n')) {
            till.obey(QJsonDocument::fromJson(input.left(end)).object());
            input.remove(0, end + 1);
        }
    });
    till.start();
    return QCoreApplication::exec();
}
