// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/searchtext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

namespace {

/// Two characters that no search holds: with them behind it, the last character of a field begins a trigram.
constexpr QStringView fieldEnd = u"\n\n";

/// SQLite makes something else of what is no character.
bool isSpace(QChar character)
{
    return character.category() == QChar::Other_Control || character.unicode() >= 0xfffe;
}

void add(QString &text, const QString &field)
{
    const QString folded = foldedForSearch(field);
    if (!folded.isEmpty())
        text.append(folded).append(fieldEnd);
}

void add(QString &text, const Payment &payment)
{
    const Card card = payment.card.value_or(Card());
    const Payer customer = payment.customer.value_or(Payer());
    for (const QString &field :
        {payment.id, payment.providerReference, card.last4, customer.email, customer.name})
        add(text, field);
    for (const Refund &refund : payment.refunds) {
        add(text, refund.id);
        add(text, refund.reason);
    }
}

} // namespace

bool isTooLong(const QString &term)
{
    return term.toUcs4().size() > longestSearchTerm;
}

QString foldedForSearch(QStringView text)
{
    QString folded;
    folded.reserve(text.size());
    // A lone half of a surrogate pair has no UTF-8.
    const QString whole = QString::fromUtf8(text.toUtf8()).normalized(QString::NormalizationForm_KD);
    for (const QChar character : whole) {
        if (character.category() == QChar::Mark_NonSpacing)
            continue;
        folded += isSpace(character) ? QChar(u' ') : character;
    }
    // Qt folds letter by letter; and the capital of a dotless i is that of any other.
    return folded.toCaseFolded().replace(u'\u00df', "ss"_L1).replace(u'\u0131', u'i');
}

QString searchTextOf(const SaleRecord &sale)
{
    QString text;
    add(text, sale.description);
    for (auto pair = sale.metadata.cbegin(); pair != sale.metadata.cend(); ++pair) {
        add(text, pair.key());
        add(text, pair.value());
    }
    if (sale.payment)
        add(text, *sale.payment);
    for (const Payment &other : sale.others)
        add(text, other);
    for (const QString &requestId : sale.requestIds)
        add(text, requestId);
    return text;
}

QStringList searchTerms(const QString &typed)
{
    // split() knows the spaces of other scripts only as what simplified() makes of them.
    QStringList terms = foldedForSearch(typed).simplified().split(u' ', Qt::SkipEmptyParts);
    terms.removeDuplicates();
    return terms;
}

bool hasTerms(const QString &searchText, const QStringList &terms)
{
    return std::all_of(terms.begin(), terms.end(),
        [&searchText](const QString &term) { return !isTooLong(term) && searchText.contains(term); });
}

} // namespace paydesk::journal
