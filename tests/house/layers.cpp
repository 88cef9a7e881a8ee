// SPDX-License-Identifier: GPL-3.0-or-later
#include "house/layers.h"

#include "house/sourcetree.h"

#include <QDir>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

/// The parts of two folders that the desk links: they run in its process, which holds the secret key.
const QStringList checkoutDeskHalf = {u"checkoutprocess"_s, u"navigation"_s, u"protocol"_s};
const QStringList sandboxDeskHalf = {u"sandboxprocess"_s};

/// The folder of Qt's headers that has this one, "QtWidgets" for "QLabel"; empty where it is none of Qt's.
QString moduleOf(const QString &header)
{
    if (header.startsWith("Qt"_L1) && header.contains(u'/'))
        return header.section(u'/', 0, 0);
    const QDir headers(QLibraryInfo::path(QLibraryInfo::HeadersPath));
    const QStringList modules = headers.entryList({u"Qt*"_s}, QDir::Dirs);
    for (const QString &module : modules) {
        if (QFileInfo::exists(headers.filePath(module + u'/' + header)))
            return module;
    }
    return {};
}

QString forbidden(const Room &room, const QString &include, bool isQuoted)
{
    if (!isQuoted) {
        const QString module = moduleOf(include);
        const bool allowed = module.isEmpty() || room.modules.contains(module);
        return allowed ? QString() : module;
    }
    if (include.startsWith("ui_"_L1))
        return room.modules.contains(u"QtWidgets"_s) ? QString() : u"a form, and has no widgets"_s;
    if (!include.contains(u'/'))
        return u"a path that does not begin at src/"_s;
    const std::optional<Room> other = roomOf(include);
    if (!other)
        return u"a room that is in no row"_s;
    const bool allowed = other->name == room.name || room.rooms.contains(other->name);
    return allowed ? QString() : other->name;
}

} // namespace

const QList<Room> &rooms()
{
    static const QList<Room> all = {
        {u"core"_s, {}, {u"QtCore"_s}},
        {u"flowlix"_s, {u"core"_s}, {u"QtCore"_s, u"QtNetwork"_s}},
        {u"journal"_s, {u"core"_s}, {u"QtCore"_s, u"QtSql"_s}},
        {u"settings"_s, {u"core"_s}, {u"QtCore"_s}},
        {u"checkout/desk"_s, {u"core"_s}, {u"QtCore"_s}},
        {u"sandbox/desk"_s, {u"core"_s}, {u"QtCore"_s}},
        {u"payments"_s, {u"core"_s, u"flowlix"_s, u"journal"_s, u"checkout/desk"_s}, {u"QtCore"_s}},
        {u"models"_s, {u"core"_s, u"journal"_s}, {u"QtCore"_s}},
        // No flowlix: a widget never talks to the service. No QtSql: nor to the database.
        {u"desk"_s, {u"core"_s, u"journal"_s, u"settings"_s, u"payments"_s, u"models"_s, u"checkout/desk"_s},
            {u"QtCore"_s, u"QtGui"_s, u"QtWidgets"_s, u"QtSvg"_s, u"QtNetwork"_s, u"QtDBus"_s,
                u"QtPrintSupport"_s, u"QtCharts"_s}},
        {u"checkout"_s, {u"core"_s, u"checkout/desk"_s},
            {u"QtCore"_s, u"QtGui"_s, u"QtWidgets"_s, u"QtNetwork"_s, u"QtWebEngineCore"_s,
                u"QtWebEngineWidgets"_s}},
        {u"sandbox"_s, {u"core"_s}, {u"QtCore"_s, u"QtNetwork"_s, u"QtHttpServer"_s}},
        // The composition root of the desk.
        {u"main.cpp"_s,
            {u"core"_s, u"flowlix"_s, u"journal"_s, u"settings"_s, u"payments"_s, u"models"_s, u"desk"_s,
                u"checkout/desk"_s, u"sandbox/desk"_s},
            {u"QtCore"_s, u"QtGui"_s, u"QtWidgets"_s}},
    };
    return all;
}

std::optional<Room> roomOf(const QString &file)
{
    QString name = file.section(u'/', 0, 0);
    const QString base = QFileInfo(file).completeBaseName();
    if ((name == "checkout"_L1 && checkoutDeskHalf.contains(base))
        || (name == "sandbox"_L1 && sandboxDeskHalf.contains(base)))
        name += "/desk"_L1;
    for (const Room &room : rooms()) {
        if (room.name == name)
            return room;
    }
    return {};
}

QStringList forbiddenIncludes(const QString &file, const QString &text)
{
    const std::optional<Room> room = roomOf(file);
    if (!room)
        return {u"%1: no row says what may be included here"_s.arg(file)};
    static const QRegularExpression pattern(u"^\\s*#\\s*include\\s*([\"<])([^\">]+)[\">]"_s);
    QStringList offenders;
    const QStringList lines = linesOf(text);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QRegularExpressionMatch match = pattern.match(lines[i]);
        if (!match.hasMatch())
            continue;
        const QString include = match.captured(2);
        const QString why = forbidden(*room, include, match.captured(1) == "\""_L1);
        if (!why.isEmpty())
            offenders += u"%1:%2: %3 includes %4 (%5)"_s.arg(file).arg(i + 1).arg(room->name, include, why);
    }
    return offenders;
}

} // namespace paydesk::test
