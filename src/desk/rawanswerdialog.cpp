// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/rawanswerdialog.h"

#include "core/jsontext.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace paydesk::desk {

RawAnswerDialog::RawAnswerDialog(const QList<QByteArray> &answers, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("What Flowlix answered"));
    resize(640, 560);
    QStringList texts;
    for (const QByteArray &answer : answers)
        texts += readable(answer);

    auto *text = new QPlainTextEdit(texts.join(u'\n'), this);
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setTextInteractionFlags(Qt::TextSelectableByKeyboard | Qt::TextSelectableByMouse);
    text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setAccessibleName(windowTitle());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this,
        [text] { QGuiApplication::clipboard()->setText(text->toPlainText()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(buttons);
}

QString RawAnswerDialog::readable(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(withMarksEscaped(json));
    return QString::fromUtf8(document.isNull() ? json : document.toJson(QJsonDocument::Indented));
}

} // namespace paydesk::desk
