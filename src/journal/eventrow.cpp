// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/eventrow.h"

#include "core/jsontext.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QtEndian>

namespace paydesk::journal {

namespace {

void addNumber(QCryptographicHash &hash, qint64 number)
{
    char bytes[sizeof number];
    qToBigEndian(number, bytes);
    hash.addData(QByteArrayView(bytes, sizeof bytes));
}

/// With its length in front, so that no byte can move from one field to the next unnoticed.
void addField(QCryptographicHash &hash, const QByteArray &field)
{
    addNumber(hash, field.size());
    hash.addData(field);
}

} // namespace

EventRow toRow(const Event &event)
{
    return {.attemptId = event.attemptId.toByteArray(QUuid::WithoutBraces),
        .kind = eventKindWord(event.kind),
        .atMs = event.at.toMSecsSinceEpoch(),
        .actor = event.actor.toUtf8(),
        .facts = compactJson(event.facts),
        .payload = event.payload};
}

std::optional<Event> toEvent(const EventRow &row)
{
    const auto kind = eventKindFromWord(row.kind);
    const QUuid attemptId = QUuid::fromString(QString::fromUtf8(row.attemptId));
    const QJsonDocument facts = QJsonDocument::fromJson(row.facts);
    if (!kind || attemptId.isNull() || !facts.isObject())
        return {};
    return Event{.kind = *kind,
        .attemptId = attemptId,
        .at = QDateTime::fromMSecsSinceEpoch(row.atMs, Qt::UTC),
        .actor = QString::fromUtf8(row.actor),
        .facts = facts.object(),
        .payload = row.payload};
}

QByteArray chainHash(const QByteArray &previous, const EventRow &row)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    addField(hash, previous);
    addNumber(hash, row.seq);
    addField(hash, row.attemptId);
    addField(hash, row.kind);
    addNumber(hash, row.atMs);
    addField(hash, row.actor);
    addField(hash, row.facts);
    addField(hash, row.payload);
    return hash.result();
}

} // namespace paydesk::journal
