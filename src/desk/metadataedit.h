// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/payment.h"
#include "core/result.h"

#include <QWidget>

#include <memory>

namespace Ui {
class MetadataEdit;
}

namespace paydesk::desk {

/// Name and value rows that go along with a payment.
class MetadataEdit : public QWidget
{
    Q_OBJECT
public:
    explicit MetadataEdit(QWidget *parent = nullptr);
    ~MetadataEdit() override;

    bool isEmpty() const;
    /// The rows that hold anything. Two rows with the same name are an error, because one would be lost.
    Result<Metadata> metadata() const;
    void setMetadata(const Metadata &metadata);
    /// Takes over what is being typed into a cell.
    void finishTyping();

private:
    void addRow();
    void removeRow();
    void updateCount();
    QString cell(int row, int column) const;

    std::unique_ptr<Ui::MetadataEdit> m_ui;
};

} // namespace paydesk::desk
