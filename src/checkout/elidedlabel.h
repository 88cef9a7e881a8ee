// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace paydesk::checkout {

/// One line of plain text that gives way when there is no room: the end of the line, or with
/// Qt::ElideLeft its beginning. The whole text is its accessible name, and its tool tip where it is cut.
class ElidedLabel : public QWidget
{
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    /// Line breaks and runs of blanks become single blanks.
    void setText(const QString &text);
    QString text() const;
    void setElideMode(Qt::TextElideMode mode);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateToolTip();

    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace paydesk::checkout
