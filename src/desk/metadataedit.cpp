// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/metadataedit.h"

#include "core/appmetadata.h"
#include "desk/look.h"
#include "ui_metadataedit.h"

#include <QApplication>
#include <QHeaderView>
#include <QStyledItemDelegate>

namespace paydesk::desk {

namespace {

enum Column { Name, Value };

/// Tells a screen reader which cell is being typed into.
class CellDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(
        QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QWidget *editor = QStyledItemDelegate::createEditor(parent, option, index);
        editor->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
        return editor;
    }
};

} // namespace

MetadataEdit::MetadataEdit(QWidget *parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::MetadataEdit>())
{
    m_ui->setupUi(this);
    m_ui->table->setItemDelegate(new CellDelegate(m_ui->table));
    scaleFont(m_ui->label, 1.1, true);
    m_ui->count->setForegroundRole(QPalette::PlaceholderText);
    m_ui->table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Interactive);
    m_ui->table->horizontalHeader()->resizeSection(Name, 140);
    m_ui->table->horizontalHeader()->setHighlightSections(false);
    connect(m_ui->add, &QPushButton::clicked, this, &MetadataEdit::addRow);
    connect(m_ui->remove, &QPushButton::clicked, this, &MetadataEdit::removeRow);
    updateCount();
}

MetadataEdit::~MetadataEdit() = default;

QString MetadataEdit::cell(int row, int column) const
{
    const QTableWidgetItem *item = m_ui->table->item(row, column);
    return item ? item->text() : QString();
}

bool MetadataEdit::isEmpty() const
{
    return m_ui->table->rowCount() == 0;
}

Result<Metadata> MetadataEdit::metadata() const
{
    Metadata metadata;
    for (int row = 0; row < m_ui->table->rowCount(); ++row) {
        const QString name = cell(row, Name).trimmed();
        const QString value = cell(row, Value);
        if (name.isEmpty() && value.isEmpty())
            continue;
        if (metadata.contains(name))
            return invalidInput(tr("Two metadata rows are called \"%1\". Rename or remove one.").arg(name));
        metadata.insert(name, value);
    }
    return metadata;
}

void MetadataEdit::setMetadata(const Metadata &metadata)
{
    m_ui->table->setRowCount(0);
    for (auto it = metadata.cbegin(); it != metadata.cend(); ++it) {
        const int row = m_ui->table->rowCount();
        m_ui->table->insertRow(row);
        m_ui->table->setItem(row, Name, new QTableWidgetItem(it.key()));
        m_ui->table->setItem(row, Value, new QTableWidgetItem(it.value()));
    }
    updateCount();
}

void MetadataEdit::finishTyping()
{
    // A cell's editor hands its text over when it loses the keyboard; a shortcut does not take that away.
    if (m_ui->table->isAncestorOf(QApplication::focusWidget()))
        m_ui->table->setFocus();
}

void MetadataEdit::addRow()
{
    const int row = m_ui->table->rowCount();
    m_ui->table->insertRow(row);
    m_ui->table->setItem(row, Name, new QTableWidgetItem);
    m_ui->table->setItem(row, Value, new QTableWidgetItem);
    m_ui->table->setCurrentCell(row, Name);
    m_ui->table->setFocus();
    m_ui->table->edit(m_ui->table->currentIndex());
    updateCount();
}

void MetadataEdit::removeRow()
{
    const int row = m_ui->table->currentRow() < 0 ? m_ui->table->rowCount() - 1 : m_ui->table->currentRow();
    m_ui->table->removeRow(row);
    updateCount();
}

void MetadataEdit::updateCount()
{
    const int rows = m_ui->table->rowCount();
    m_ui->count->setText(tr("%1 of %2 rows").arg(rows).arg(maximumStaffMetadataPairs));
    m_ui->table->setVisible(rows > 0);
    m_ui->remove->setVisible(rows > 0);
    m_ui->add->setEnabled(rows < maximumStaffMetadataPairs);
}

} // namespace paydesk::desk
