// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/statefile.h"

#include "sandbox/paymentjson.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace paydesk::sandbox {

namespace {

constexpr int formatVersion = 1;
constexpr int lockTimeoutMs = 3000; // an earlier sandbox ends with its desk, but not in the same moment
constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

struct StateFileText
{
    Q_DECLARE_TR_FUNCTIONS(SandboxStateFile)
};

Error storageError(const QString &text, const QString &detail)
{
    return {.kind = ErrorKind::Storage, .text = text, .detail = detail};
}

/// One change as one line, so that a payment and the idempotency entry of its creation are kept together
/// or not at all.
QByteArray line(const QList<LedgerPayment> &payments, const QList<QJsonObject> &idempotency)
{
    QJsonObject json;
    QJsonArray array;
    for (const LedgerPayment &payment : payments)
        array.append(ledgerPaymentToJson(payment));
    if (!array.isEmpty())
        json.insert(u"payments"_s, std::exchange(array, {}));
    for (const QJsonObject &entry : idempotency)
        array.append(entry);
    if (!array.isEmpty())
        json.insert(u"idempotency"_s, array);
    return json.isEmpty() ? QByteArray() : QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

bool readLine(const QByteArray &text, SavedState &state)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    if (json.contains(u"paydesk_sandbox"_s)) {
        state.port = static_cast<quint16>(json[u"port"].toInt());
        return json[u"paydesk_sandbox"].toInt() == formatVersion;
    }
    const QJsonArray payments = json[u"payments"].toArray();
    for (const auto &value : payments) {
        const std::optional<LedgerPayment> payment = ledgerPaymentFromJson(value.toObject());
        if (!payment)
            return false;
        state.payments.append(*payment);
    }
    const QJsonArray entries = json[u"idempotency"].toArray();
    for (const auto &entry : entries)
        state.idempotency.append(entry.toObject());
    return !payments.isEmpty() || !entries.isEmpty();
}

} // namespace

StateFile::StateFile(const QString &path)
    : m_file(path)
    , m_lock(path + u".lock"_s)
{
    m_lock.setStaleLockTime(0); // only a process that has ended gives its lock up
}

Result<SavedState> StateFile::open()
{
    const QString path = m_file.fileName();
    QDir().mkpath(QFileInfo(path).absolutePath());
    if (!m_lock.tryLock(lockTimeoutMs))
        return storageError(
            StateFileText::tr("The training data is in use by another Paydesk. Close that first."), path);
    SavedState state;
    if (!m_file.exists())
        return state;
    if (!m_file.open(QIODevice::ReadOnly))
        return storageError(
            StateFileText::tr("The training data cannot be read."), path + u": "_s + m_file.errorString());
    for (int number = 1; !m_file.atEnd(); ++number) {
        const QByteArray text = m_file.readLine();
        if (!text.endsWith('\n'))
            break; // cut off in the middle of a write: it was never answered for
        if (!readLine(text, state))
            return storageError(
                StateFileText::tr("The training data cannot be read. Move its file away to start anew."),
                u"%1, line %2"_s.arg(path).arg(number));
    }
    m_file.close();
    return state;
}

Result<Done> StateFile::rewrite(const SavedState &state)
{
    QSaveFile fresh(m_file.fileName());
    if (fresh.open(QIODevice::WriteOnly) && fresh.setPermissions(ownerOnly)) {
        fresh.write(QJsonDocument(QJsonObject{{u"paydesk_sandbox"_s, formatVersion}, {u"port"_s, state.port}})
                        .toJson(QJsonDocument::Compact)
            + '\n');
        for (const LedgerPayment &payment : state.payments)
            fresh.write(line({payment}, {}));
        for (const QJsonObject &entry : state.idempotency)
            fresh.write(line({}, {entry}));
        if (fresh.commit() && m_file.open(QIODevice::Append | QIODevice::Unbuffered, ownerOnly))
            return Done();
    }
    return storageError(StateFileText::tr("The training data cannot be written."),
        m_file.fileName() + u": "_s + (fresh.error() ? fresh.errorString() : m_file.errorString()));
}

bool StateFile::append(const QList<LedgerPayment> &payments, const QList<QJsonObject> &idempotency)
{
    m_unwritten += line(payments, idempotency);
    const qint64 written = m_unwritten.isEmpty() ? 0 : m_file.write(m_unwritten);
    if (written > 0)
        m_unwritten.remove(0, written);
    return m_unwritten.isEmpty();
}

} // namespace paydesk::sandbox
