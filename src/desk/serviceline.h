// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "payments/servicewatch.h"

#include <QWidget>

class QLabel;

namespace paydesk::desk {

/// The line that always tells whether the service can be reached, before somebody finds out by charging:
/// a drawing and words. Quiet while all is well.
class ServiceLine : public QWidget
{
    Q_OBJECT
public:
    explicit ServiceLine(QWidget *parent = nullptr);

    /// Speaks of the training service instead of Flowlix.
    void setTraining(bool training);
    void showState(const payments::ServiceState &state);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    payments::ServiceState m_state;
    bool m_training = false;
    QLabel *m_picture;
    QLabel *m_text;
};

} // namespace paydesk::desk
