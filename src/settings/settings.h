// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/businessday.h"
#include "core/result.h"
#include "core/secretkey.h"

#include <QProcessEnvironment>
#include <QUrl>

#include <optional>

namespace paydesk::settings {

/// What the program was told, checked. Made once at the start: environment over settings file over
/// default, for each value on its own.
struct Settings
{
    Mode mode = Mode::Training;
    SecretKey key; ///< in training mode one that only the local service accepts
    QUrl apiUrl; ///< of the service; not used in training mode
    QUrl returnUrl; ///< where the hosted page sends the customer afterwards
    QString shopName;
    BusinessDay businessDay; ///< of the totals and the day close
    std::optional<Error> problem; ///< why no payment can be taken; ErrorKind::Configuration
    /// What else is wrong; the default is used, and payments are taken. ErrorKind::Configuration.
    std::optional<Error> warning;
};

/// Names in the environment.
inline constexpr char apiKeyVariable[] = "PAYDESK_API_KEY";
inline constexpr char apiUrlVariable[] = "PAYDESK_API_URL";
inline constexpr char returnUrlVariable[] = "PAYDESK_RETURN_URL";
inline constexpr char shopNameVariable[] = "PAYDESK_SHOP_NAME";

/// Who runs the program decides what may be taken: as root the web engine's sandbox is off, and no real
/// money may move then.
enum class User { Ordinary, Root };

/// Reads the settings. `file` is an INI file with `api_url`, `return_url` and `shop_name`, and with
/// `day_start` ("04:00") and `time_zone` ("Europe/Berlin"), which staff changes in the program and which are
/// therefore in no environment; it need not exist. The secret key is read from the environment only: a key in
/// the file is reported as a problem, because a file is copied, backed up and shared. No problem text repeats
/// a key.
Settings load(const QProcessEnvironment &environment, const QString &file, User user);

/// Writes `day_start` and `time_zone`, with all other lines left as they are. The file is replaced as a whole
/// or not at all, and is the owner's only. The error is ErrorKind::Storage.
Result<Done> saveBusinessDay(const QString &file, const BusinessDay &day);

/// The settings file of this user: `paydesk.ini` in the XDG configuration folder.
QString defaultFile();

/// Where a mode's journal lives: a folder of its own below the XDG data folder. It need not exist.
QString dataDirectory(Mode mode);
/// Makes that folder, with mode 0700. The error is ErrorKind::Storage.
Result<QString> makeDataDirectory(Mode mode);

} // namespace paydesk::settings
