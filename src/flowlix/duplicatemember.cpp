// SPDX-License-Identifier: GPL-3.0-or-later
#include "flowlix/duplicatemember.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <vector>

namespace paydesk::flowlix {

namespace {

/// One object or array that is open at the place of reading.
struct Level
{
    bool isObject = false;
    quint32 seen = 0; ///< a bit for each name that was met
};

/// The position behind the closing quote of the string that begins at `begin`.
qsizetype endOfString(const QByteArray &json, qsizetype begin)
{
    qsizetype at = begin + 1;
    while (at < json.size() && json[at] != '"')
        at += json[at] == '\\' ? 2 : 1;
    return at + 1;
}

/// The text of a string literal. Escapes are rare in names, so reading them may be slow.
QString unquoted(const QByteArray &literal)
{
    if (!literal.contains('\\'))
        return QString::fromUtf8(literal.sliced(1, literal.size() - 2));
    return QJsonDocument::fromJson('[' + literal + ']').array().at(0).toString();
}

} // namespace

QLatin1StringView duplicateMember(const QByteArray &json, std::span<const QLatin1StringView> names)
{
    Q_ASSERT(names.size() <= 32);
    std::vector<Level> open;
    bool nameIsNext = false;
    for (qsizetype at = 0; at < json.size(); ++at) {
        switch (json[at]) {
        case '{':
        case '[':
            nameIsNext = json[at] == '{';
            open.push_back({.isObject = nameIsNext});
            break;
        case '}':
        case ']':
            if (!open.empty())
                open.pop_back();
            break;
        case ',':
            nameIsNext = !open.empty() && open.back().isObject;
            break;
        case '"': {
            const qsizetype end = qMin(endOfString(json, at), json.size());
            if (nameIsNext && !open.empty()) {
                const QString name = unquoted(json.sliced(at, end - at));
                for (size_t i = 0; i < names.size(); ++i) {
                    const quint32 bit = quint32(1) << i;
                    if (name != names[i])
                        continue;
                    if (open.back().seen & bit)
                        return names[i];
                    open.back().seen |= bit;
                }
                nameIsNext = false;
            }
            at = end - 1;
            break;
        }
        default:
            break;
        }
    }
    return {};
}

} // namespace paydesk::flowlix
