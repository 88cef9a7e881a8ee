// SPDX-License-Identifier: GPL-3.0-or-later
#include "faults/matrixcase.h"

#include <QTest>

using namespace paydesk::test;
using namespace Qt::StringLiterals;

/// Every step of a sale and its refund, struck by every fault that the sandbox can make of an answer. A short
/// run takes each fault at two of the steps, in turns; PAYDESK_FAULTS=long takes all of them.
class TestMatrix : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void holds_data();
    void holds();
    void cleanupTestCase();

private:
    std::unique_ptr<SandboxControl> m_sandbox;
    std::chrono::milliseconds m_longestStall{0};
    int m_cases = 0;
    int m_reviews = 0;
};

namespace {

struct StepName
{
    Step step;
    const char *name;
};

constexpr StepName steps[] = {
    {Step::Create, "1 create"},
    {Step::CreateAgain, "2 create again"},
    {Step::Search, "3 search"},
    {Step::AskWhileOpen, "4 ask while the page is open"},
    {Step::AskAfterReturn, "5 ask after the return"},
    {Step::Refund, "6 refund"},
    {Step::RefundAgain, "7 refund again"},
    {Step::AskAfterRefund, "8 ask after the refund"},
    {Step::RestartSearch, "9 search at a start"},
    {Step::RestartCreate, "10 create again at a start"},
};

/// Orders for the sandbox. Times are short, because the till of this test has little patience.
QList<QJsonObject> faults()
{
    QList<QJsonObject> all;
    const auto fault = [&all](const char *name, QJsonObject more = {}) {
        more[u"fault"_s] = QString::fromLatin1(name);
        all.append(more);
    };
    for (const char *name : {"drop_before", "drop_after", "stall", "stall_head", "truncated",
             "truncated_chunkless", "garbage", "empty", "drip", "huge", "wrong_type", "duplicate_amount",
             "duplicate_id", "nan_amount", "huge_amount", "other_amount", "other_currency", "other_attempt",
             "pending_again", "short_page", "stale", "other_payment", "forget_key", "hide_newest"})
        fault(name);
    fault("delay", {{u"value"_s, 100}});
    fault("in_flight", {{u"value"_s, 150}});
    for (const int status :
        {200, 201, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 408, 409, 422, 500, 502, 503, 504})
        fault("status", {{u"value"_s, status}});
    fault("status", {{u"value"_s, 429}, {u"retry_after"_s, 1}});
    fault("status", {{u"value"_s, 503}, {u"retry_after"_s, 2}});
    fault("status_after", {{u"value"_s, 500}});
    fault("status_after", {{u"value"_s, 409}});
    fault("redirect", {{u"value"_s, 307}});
    fault("redirect", {{u"value"_s, 303}});
    return all;
}

QByteArray nameOf(const QJsonObject &fault)
{
    QByteArray name = fault[u"fault"_s].toString().toLatin1();
    if (fault.contains(u"value"_s))
        name += ' ' + QByteArray::number(fault[u"value"_s].toInt());
    if (fault.contains(u"retry_after"_s))
        name += " with Retry-After";
    return name;
}

} // namespace

void TestMatrix::initTestCase()
{
    m_sandbox = std::make_unique<SandboxControl>();
    QVERIFY(m_sandbox->start({u"--rate-limit"_s, u"1000000"_s}));
}

void TestMatrix::holds_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<QJsonObject>("fault");
    QTest::addColumn<bool>("customerPays");
    const bool all = qEnvironmentVariable("PAYDESK_FAULTS") == "long"_L1;
    constexpr int stepsApart = 5; // in the short run
    int turn = 0;
    for (const QJsonObject &fault : faults()) {
        for (int step = 0; step < int(std::size(steps)); ++step) {
            if (all || (step + turn) % stepsApart == 0)
                QTest::addRow("%s: %s", steps[step].name, nameOf(fault).constData())
                    << step << fault << ((step + turn) % 2 == 0);
        }
        ++turn;
    }
}

void TestMatrix::holds()
{
    QFETCH(int, step);
    QFETCH(QJsonObject, fault);
    QFETCH(bool, customerPays);
    MatrixCase sale(*m_sandbox, steps[step].step, fault, customerPays);
    sale.run();
    QVERIFY2(sale.problems().isEmpty(), qPrintable(sale.problems().join(u"; "_s)));
    m_longestStall = std::max(m_longestStall, sale.longestStall());
    m_reviews += sale.neededReview() ? 1 : 0;
    ++m_cases;
}

void TestMatrix::cleanupTestCase()
{
    qInfo("%d sales held; %d of them raised an alarm; the till's event loop stood still for %lld ms at most "
          "(goal: 50)",
        m_cases, m_reviews, static_cast<long long>(m_longestStall.count()));
    m_sandbox.reset();
}

QTEST_GUILESS_MAIN(TestMatrix)
#include "tst_matrix.moc"
