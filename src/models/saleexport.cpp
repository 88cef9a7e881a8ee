// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/saleexport.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace paydesk::models {

using journal::SaleLine;

namespace {

constexpr QByteArrayView mark("\xef\xbb\xbf");
constexpr qint64 dayMs = 86'400'000;

constexpr std::array fieldNames = {"started_at", "outcome", "needs_review", "currency", "amount",
    "amount_minor", "paid", "paid_minor", "refunded", "refunded_minor", "net", "net_minor", "succeeded_at",
    "description", "channel", "till", "card_brand", "card_last4", "customer_name", "customer_email",
    "decline_code", "status", "payment_id", "provider_reference", "attempt_id", "metadata"};

QByteArrayView wordOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::InProgress:
        return "in_progress";
    case Outcome::Paid:
        return "paid";
    case Outcome::Declined:
        return "declined";
    case Outcome::Canceled:
        return "canceled";
    case Outcome::Expired:
        return "expired";
    case Outcome::NotKnownYet:
        return "not_known_yet";
    case Outcome::NotCreated:
        return "not_created";
    }
    Q_UNREACHABLE();
}

void appendNumber(QByteArray &out, qint64 number)
{
    std::array<char, 24> digits = {};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end - digits.data());
}

void appendPadded(QByteArray &out, unsigned number, int width)
{
    std::array<char, 8> digits = {};
    for (int i = width - 1; i >= 0; --i, number /= 10)
        digits[size_t(i)] = char('0' + number % 10);
    out.append(digits.data(), width);
}

/// "-1.05"
void appendMajor(QByteArray &out, qint64 minor, Currency currency)
{
    const int digits = currencyDigits(currency);
    qint64 unit = 1;
    for (int i = 0; i < digits; ++i)
        unit *= 10;
    if (minor < 0)
        out += '-';
    appendNumber(out, qAbs(minor) / unit);
    if (digits > 0) {
        out += '.';
        appendPadded(out, unsigned(qAbs(minor) % unit), digits);
    }
}

/// "2026-11-22T14:03:05.250+01:00"
void appendTime(QByteArray &out, qint64 ms, qint64 offsetSeconds)
{
    const qint64 local = ms + offsetSeconds * 1000;
    const qint64 days = local >= 0 ? local / dayMs : (local - dayMs + 1) / dayMs;
    const auto ofDay = unsigned(local - days * dayMs);
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
    appendPadded(out, unsigned(int(date.year())), int(date.year()) > 9999 ? 5 : 4);
    out += '-';
    appendPadded(out, unsigned(date.month()), 2);
    out += '-';
    appendPadded(out, unsigned(date.day()), 2);
    out += 'T';
    appendPadded(out, ofDay / 3'600'000, 2);
    out += ':';
    appendPadded(out, ofDay / 60'000 % 60, 2);
    out += ':';
    appendPadded(out, ofDay / 1000 % 60, 2);
    out += '.';
    appendPadded(out, ofDay % 1000, 3);
    out += offsetSeconds < 0 ? '-' : '+';
    const auto minutes = unsigned(qAbs(offsetSeconds) / 60);
    appendPadded(out, minutes / 60, 2);
    out += ':';
    appendPadded(out, minutes % 60, 2);
}

/// Whether a spreadsheet might run the cell: it does so past white space, and Excel for some languages past
/// the full width of the signs too.
bool isFormula(QByteArrayView text)
{
    static constexpr QByteArrayView spaces[] = {" ", "\xc2\xa0", "\xe2\x80\x8b", "\xe3\x80\x80", mark};
    static constexpr QByteArrayView signs[]
        = {"=", "+", "-", "@", "\t", "\r", "\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
            "\xef\xbc\xa0", "\xef\xb9\xa3", "\xef\xb9\xa2", "\xef\xb9\xa6", "\xef\xb9\xab", "\xe2\x88\x92"};
    const auto begins = [&text](QByteArrayView start) { return text.startsWith(start); };
    for (;;) {
        const auto *space = std::find_if(std::begin(spaces), std::end(spaces), begins);
        if (space == std::end(spaces))
            break;
        text = text.sliced(space->size());
    }
    return std::any_of(std::begin(signs), std::end(signs), begins);
}

/// How each format writes the same fields.
class CsvLine
{
public:
    explicit CsvLine(QByteArray &out)
        : m_out(out)
    {
    }
    void text(QByteArrayView text)
    {
        next();
        if (text.isEmpty())
            return;
        const bool neutralised = isFormula(text);
        // Within quotes what stands around a comma elsewhere, and the blanks that some readers trim.
        const bool quoted
            = text.front() == ' ' || text.back() == ' ' || std::any_of(text.begin(), text.end(), [](char c) {
                  return c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';' || c == '\t';
              });
        if (quoted)
            m_out += '"';
        if (neutralised)
            m_out += '\'';
        if (!quoted) {
            m_out.append(text);
            return;
        }
        for (const char c : text) {
            if (c == '"')
                m_out += '"';
            m_out += c;
        }
        m_out += '"';
    }
    void json(QByteArrayView object) { text(object); }
    void word(QByteArrayView word) { next().append(word); }
    void flag(bool flag) { next().append(flag ? "true" : "false"); }
    void minor(qint64 minor) { appendNumber(next(), minor); }
    void major(qint64 minor, Currency currency) { appendMajor(next(), minor, currency); }
    void time(qint64 ms, qint64 offset) { appendTime(next(), ms, offset); }
    void none() { next(); }
    void end() { m_out += "\r\n"; }

private:
    QByteArray &next()
    {
        if (!m_first)
            m_out += ',';
        m_first = false;
        return m_out;
    }
    QByteArray &m_out;
    bool m_first = true;
};

class JsonLine
{
public:
    explicit JsonLine(QByteArray &out)
        : m_out(out)
    {
    }
    void text(QByteArrayView text)
    {
        if (text.isEmpty()) {
            none();
            return;
        }
        next() += '"';
        for (qsizetype i = 0; i < text.size(); ++i)
            i += character(text, i);
        m_out += '"';
    }
    void json(QByteArrayView object) { next().append(object.isEmpty() ? "{}" : object); }
    void word(QByteArrayView word) { text(word); }
    void flag(bool flag) { next().append(flag ? "true" : "false"); }
    void minor(qint64 minor) { appendNumber(next(), minor); }
    void major(qint64 minor, Currency currency)
    {
        next() += '"';
        appendMajor(m_out, minor, currency);
        m_out += '"';
    }
    void time(qint64 ms, qint64 offset)
    {
        next() += '"';
        appendTime(m_out, ms, offset);
        m_out += '"';
    }
    void none() { next().append("null"); }
    void end() { m_out += "}\n"; }

private:
    QByteArray &next()
    {
        m_out += m_field == 0 ? '{' : ',';
        m_out += '"';
        m_out += fieldNames[m_field++];
        m_out += "\":";
        return m_out;
    }
    /// Returns how many further bytes it took.
    qsizetype character(QByteArrayView text, qsizetype at)
    {
        const char c = text[at];
        if (c == '"' || c == '\\') {
            m_out += '\\';
            m_out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            static constexpr char hex[] = "0123456789abcdef";
            m_out += "\\u00";
            m_out += hex[c >> 4];
            m_out += hex[c & 0xf];
        } else if (c == mark.front() && text.sliced(at).startsWith(mark)) {
            // See core/jsontext.h.
            m_out += "\\ufeff";
            return mark.size() - 1;
        } else {
            m_out += c;
        }
        return 0;
    }

    QByteArray &m_out;
    size_t m_field = 0;
};

/// In the order of fieldNames.
template <typename Line, typename OffsetAt>
void write(Line line, const SaleLine &sale, const OffsetAt &offsetAt)
{
    line.time(sale.startedMs, offsetAt(sale.startedMs));
    line.word(wordOf(sale.outcome));
    line.flag(sale.needsReview);
    line.word(sale.currency == Currency::Eur ? "EUR" : sale.currency == Currency::Usd ? "USD" : "GBP");
    for (const qint64 sum : {sale.amount, sale.paid, sale.refunded, sale.paid - sale.refunded}) {
        line.major(sum, sale.currency);
        line.minor(sum);
    }
    if (sale.succeededMs)
        line.time(*sale.succeededMs, offsetAt(*sale.succeededMs));
    else
        line.none();
    for (const QByteArrayView text : {sale.description, sale.channel, sale.till, sale.cardBrand,
             sale.cardLast4, sale.customerName, sale.customerEmail, sale.declineCode, sale.status,
             sale.paymentId, sale.providerReference, sale.attemptId})
        line.text(text);
    line.json(sale.metadata);
    line.end();
}

} // namespace

SaleExport::SaleExport(ExportFormat format, const QTimeZone &zone)
    : m_format(format)
    , m_zone(zone)
{
    const QDateTime first(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC);
    // After which QTimeZone::transitions() knows none.
    const QDateTime last(QDate(2037, 1, 1), QTime(0, 0), Qt::UTC);
    m_changes.append({first.toMSecsSinceEpoch(), zone.offsetFromUtc(first)});
    const auto transitions = zone.transitions(first.addSecs(1), last);
    for (const QTimeZone::OffsetData &transition : transitions)
        m_changes.append({transition.atUtc.toMSecsSinceEpoch(), transition.offsetFromUtc});
    m_changes.append({last.toMSecsSinceEpoch(), 0}); // from where on the zone is asked
}

QByteArray SaleExport::head() const
{
    if (m_format == ExportFormat::JsonLines)
        return {};
    QByteArray head = mark.toByteArray();
    for (const char *name : fieldNames)
        head.append(name).append(',');
    head.chop(1);
    return head + "\r\n";
}

void SaleExport::append(QByteArray &out, const SaleLine &sale) const
{
    const auto offset = [this](qint64 ms) { return offsetAt(ms); };
    if (m_format == ExportFormat::Csv)
        write(CsvLine(out), sale, offset);
    else
        write(JsonLine(out), sale, offset);
}

QByteArrayView SaleExport::fileSuffix(ExportFormat format)
{
    return format == ExportFormat::Csv ? "csv" : "jsonl";
}

qint64 SaleExport::offsetAt(qint64 ms) const
{
    if (ms < m_changes.first().atMs || ms >= m_changes.last().atMs)
        return m_zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC));
    const auto after = std::upper_bound(m_changes.begin(), m_changes.end(), ms,
        [](qint64 moment, const Change &change) { return moment < change.atMs; });
    return std::prev(after)->offset;
}

} // namespace paydesk::models
