// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/eventlog.h"
#include "journal/projection.h"
#include "journal/samples.h"
#include "journal/transaction.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <sys/stat.h>

/// A journal that a test damages, byte by byte.
namespace samples {

class DamagedHome
{
public:
    QString directory() const { return m_home.filePath(u"journal"_s); }
    QString file(const QString &name = u"journal.db"_s) const { return directory() + u'/' + name; }

    QByteArray bytes(const QString &name = u"journal.db"_s) const
    {
        QFile of(file(name));
        return of.open(QIODevice::ReadOnly) ? of.readAll() : QByteArray();
    }
    void write(const QByteArray &contents, const QString &name = u"journal.db"_s) const
    {
        QFile to(file(name));
        QVERIFY(to.open(QIODevice::WriteOnly));
        QCOMPARE(to.write(contents), contents.size());
        to.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }

    /// Sales of three events each, of about the size of real ones, all at once. Returns their ids.
    QList<QUuid> sell(int sales) const
    {
        QList<QUuid> ids;
        QList<Event> events;
        for (int i = 0; i < sales; ++i) {
            const QUuid id = makeUuidV7();
            const PaymentStatus status = i % 4 == 0 ? PaymentStatus::Pending : PaymentStatus::Succeeded;
            events << intent(id) << pageShownEvent(id) << snapshotEvent(id, answer(id, status), {});
            ids += id;
        }
        append(events);
        return ids;
    }
    /// So many small events of no sale.
    void appendMany(int events) const
    {
        QList<Event> many(events, pageShownEvent(makeUuidV7()));
        for (int i = 0; i < events; ++i)
            many[i].at = many[i].at.addMSecs(i); // the same at the same time would be one
        append(many);
    }

    struct Page
    {
        qint64 number = 0; ///< 1 is the first
        int cells = 0;
    };
    /// The pages of a table, from its beginning to its end.
    QList<Page> pages(const QString &table, const QString &kind) const
    {
        QList<Page> list;
        const QStringList cells = RawDatabase(directory())
                                      .run(u"SELECT pageno, ncell FROM dbstat WHERE name = '%1' AND "
                                           "pagetype = '%2' ORDER BY path"_s.arg(table, kind));
        for (qsizetype i = 0; i + 1 < cells.size(); i += 2)
            list.append({cells.at(i).toLongLong(), cells.at(i + 1).toInt()});
        return list;
    }
    void overwrite(const Page &page) const
    {
        QByteArray contents = bytes();
        const qsizetype size = pageSize();
        contents.replace((page.number - 1) * size, size, QByteArray(size, '\xee'));
        write(contents);
    }
    /// As a process leaves it that met damage.
    void mark() const { write({}, u"journal.damaged"_s); }

    QStringList names() const { return QDir(directory()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }
    QStringList raw(const QString &sql) const { return RawDatabase(directory()).run(sql); }

    /// Small pages make a tree of many levels of few events. For a home without a journal.
    void usePagesOf(int bytes) const
    {
        QVERIFY(QDir().mkpath(directory()));
        RawDatabase raw(directory());
        // What is written first settles it.
        for (const QString &setting :
            {u"page_size = %1"_s.arg(bytes), u"user_version = 1"_s, u"user_version = 0"_s})
            QCOMPARE(raw.run(u"PRAGMA "_s + setting), QStringList());
    }
    qsizetype pageSize() const { return qFromBigEndian<quint16>(bytes().constData() + 16); }

private:
    void append(const QList<Event> &events) const
    {
        openStore(directory()); // replaces what is damaged
        Database database({.directory = directory()});
        database.open();
        Transaction transaction(database, Transaction::Write);
        EventLog log(database);
        Projection projection(database);
        for (const Event &event : events) {
            const EventRow row = toRow(event);
            log.append(row);
            projection.apply(*toEvent(row));
        }
        transaction.commit();
    }

    QTemporaryDir m_home;
};

inline int modeOf(const QString &path)
{
    struct stat info = {};
    return stat(path.toLocal8Bit().constData(), &info) == 0 ? int(info.st_mode & 07777) : -1;
}

} // namespace samples
