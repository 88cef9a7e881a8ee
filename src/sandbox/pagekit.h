// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http.h"

#include <QUrl>

namespace paydesk::sandbox {

using Values = QHash<QByteArray, QString>;

/// A template from resources/sandbox with its {{names}} replaced: escaped for HTML, or as they are for
/// {{&names}}. A name without a value becomes nothing.
QString fillTemplate(const QString &fileName, const Values &values);

/// One HTML page of the sandbox.
struct Page
{
    int status = 200;
    QString title;
    QString content; ///< HTML
    QString script; ///< file in resources/sandbox, empty for none
    Values data; ///< what the script reads from the body's data attributes
    QString head; ///< further HTML for the head
    QUrl returnUrl; ///< where the page's forms may lead, beside the sandbox itself
};

/// The page in the common frame, under a content security policy that allows its own parts only, and not
/// to be stored anywhere.
Response pageResponse(const Page &page);
Response redirectResponse(int status, const QUrl &target);

} // namespace paydesk::sandbox
