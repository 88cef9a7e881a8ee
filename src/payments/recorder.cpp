// SPDX-License-Identifier: GPL-3.0-or-later
#include "payments/recorder.h"

#include "journal/journal.h"
#include "payments/services.h"

using namespace std::chrono_literals;

namespace paydesk::payments {

namespace {

constexpr auto saveAgainAfter = 2s;

} // namespace

Recorder::Recorder(const Services &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Recorder::saveKept);
}

void Recorder::append(const journal::Event &event, const std::function<void()> &then)
{
    if (!m_unsaved.isEmpty()) {
        m_unsaved.append(event); // Facts stay in their order.
        then();
        return;
    }
    m_appending = true;
    m_services.journal.append(event, this, [this, event, then](const Result<journal::SaleRecord> &result) {
        m_appending = false;
        if (!result) {
            keep(event);
            emit failed(result.error());
        }
        then();
    });
}

void Recorder::keep(const journal::Event &event)
{
    m_unsaved.append(event);
    m_retry.start(paced(m_services, saveAgainAfter));
}

void Recorder::saveKept()
{
    m_services.journal.append(m_unsaved.first(), this, [this](const Result<journal::SaleRecord> &result) {
        if (!result) {
            m_retry.start(paced(m_services, saveAgainAfter));
            return;
        }
        m_unsaved.removeFirst();
        if (m_unsaved.isEmpty())
            emit recovered();
        else
            saveKept();
    });
}

} // namespace paydesk::payments
