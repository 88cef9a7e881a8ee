// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings.h"

#include "core/secureurl.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

#include <functional>

using namespace Qt::StringLiterals;

namespace paydesk::settings {

namespace {

struct SettingsText
{
    Q_DECLARE_TR_FUNCTIONS(Settings)
};

constexpr int maximumShopNameLength = 80;
constexpr char dayStartKey[] = "day_start";
constexpr char timeZoneKey[] = "time_zone";

/// One value: environment over file over default. White space around it is never meant.
class Source
{
public:
    Source(const QProcessEnvironment &environment, const QString &file)
        : m_environment(environment)
        , m_file(file, QSettings::IniFormat)
    {
    }

    QString value(const char *variable, const QString &key, const QString &fallback) const
    {
        QString fromEnvironment = m_environment.value(QLatin1StringView(variable)).trimmed();
        if (!fromEnvironment.isEmpty())
            return fromEnvironment;
        const QString fromFile = m_file.value(key).toString().trimmed();
        return fromFile.isEmpty() ? fallback : fromFile;
    }

    QString fromFile(const char *key) const
    {
        return m_file.value(QLatin1StringView(key)).toString().trimmed();
    }
    bool isUnreadable() const { return m_file.status() != QSettings::NoError; }
    bool holdsKey() const
    {
        const QStringList keys = m_file.allKeys();
        return std::any_of(keys.begin(), keys.end(),
            [this](const QString &key) { return m_file.value(key).toString().contains("_sk_"_L1); });
    }

private:
    const QProcessEnvironment &m_environment;
    QSettings m_file;
};

Error configurationError(const QString &text)
{
    return {.kind = ErrorKind::Configuration, .text = text};
}

Result<QUrl> secureUrl(const QString &text, const char *variable)
{
    const QUrl url(text, QUrl::StrictMode);
    if (isSecureUrl(url) && !url.hasFragment())
        return url;
    return configurationError(
        SettingsText::tr("The address in %1 cannot be used. It must begin with https:// and name a host, "
                         "for example https://shop.example.com/return.")
            .arg(QLatin1StringView(variable)));
}

Result<SecretKey> readKey(const QProcessEnvironment &environment, User user)
{
    auto key = SecretKey::parse(environment.value(QLatin1StringView(apiKeyVariable)).trimmed().toUtf8());
    if (key && key->isLive() && user == User::Root)
        return configurationError(
            SettingsText::tr("Real payments are not taken as root, because the web engine runs without its "
                             "sandbox there. Start Paydesk as an ordinary user, or use a test key."));
    return key;
}

/// Qt takes any single word for a zone without an offset. What it lists leaves the older names out.
bool isZoneName(const QTimeZone &zone)
{
    return zone.isValid()
        && (zone.id().contains('/') || zone == systemZone() || QTimeZone::isTimeZoneIdAvailable(zone.id()));
}

/// What is set and makes sense; `warn` hears of the rest.
BusinessDay readBusinessDay(
    const Source &source, const QString &file, const std::function<void(const Error &)> &warn)
{
    BusinessDay day{.zone = systemZone()};
    if (const QString text = source.fromFile(dayStartKey); !text.isEmpty()) {
        const QTime start = QTime::fromString(text, u"h:mm"_s);
        if (start.isValid())
            day.start = start;
        else
            warn(configurationError(SettingsText::tr(
                "The start of the business day (day_start) in %1 is not a time of day such as "
                "04:00. Midnight is used.")
                                        .arg(file)));
    }
    if (const QString text = source.fromFile(timeZoneKey); !text.isEmpty()) {
        const QTimeZone zone(text.toUtf8());
        if (isZoneName(zone))
            day.zone = zone;
        else
            warn(configurationError(
                SettingsText::tr("The time zone (time_zone) in %1 is not known; it should be a name such as "
                                 "Europe/Berlin. This computer's time zone is used.")
                    .arg(file)));
    }
    return day;
}

/// The lines without the entries of the business day, which stand before the first section or in [General].
QByteArray withoutBusinessDay(const QByteArray &content)
{
    QByteArray kept;
    bool isGeneral = true;
    qsizetype begin = 0;
    while (begin < content.size()) {
        const qsizetype newline = content.indexOf('\n', begin);
        const qsizetype end = newline < 0 ? content.size() : newline + 1;
        const QByteArray line = content.sliced(begin, end - begin);
        const QByteArray text = line.trimmed();
        if (text.startsWith('['))
            isGeneral = text.compare("[general]", Qt::CaseInsensitive) == 0;
        const QByteArray key = text.left(text.indexOf('=')).trimmed();
        if (!isGeneral || (key != dayStartKey && key != timeZoneKey))
            kept += line;
        begin = end;
    }
    return kept;
}

Error cannotSave(const QString &file)
{
    return {.kind = ErrorKind::Storage,
        .text = SettingsText::tr(
            "The settings file %1 cannot be written. Check that there is space on the disk, and that the "
            "folder can be written to.")
                    .arg(file)};
}

} // namespace

Settings load(const QProcessEnvironment &environment, const QString &file, User user)
{
    const Source source(environment, file);
    Settings settings;
    const auto report = [&settings](const Error &error) {
        if (!settings.problem)
            settings.problem = error;
    };

    settings.shopName = source.value(shopNameVariable, u"shop_name"_s, SettingsText::tr("Your shop"))
                            .simplified()
                            .left(maximumShopNameLength);
    if (source.isUnreadable())
        report(configurationError(
            SettingsText::tr("The settings file %1 cannot be read. Mend or remove it.").arg(file)));
    if (source.holdsKey())
        report(configurationError(
            SettingsText::tr("The settings file %1 holds a secret key. Remove it there, and "
                             "set it as PAYDESK_API_KEY in the environment.")
                .arg(file)));

    settings.businessDay = readBusinessDay(source, file, [&settings](const Error &error) {
        if (!settings.warning)
            settings.warning = error;
    });

    if (environment.value(QLatin1StringView(apiKeyVariable)).trimmed().isEmpty()) {
        settings.key = SecretKey::parse("fl_test_sk_training_only").value();
    } else {
        const auto key = readKey(environment, user);
        if (key) {
            settings.key = *key;
            settings.mode = key->isLive() ? Mode::Live : Mode::Test;
        } else {
            report(key.error());
        }
    }

    const auto apiUrl
        = secureUrl(source.value(apiUrlVariable, u"api_url"_s, u"https://api.flowlix.dev"_s), apiUrlVariable);
    const auto returnUrl
        = secureUrl(source.value(returnUrlVariable, u"return_url"_s, u"https://paydesk.invalid/return"_s),
            returnUrlVariable);
    if (apiUrl)
        settings.apiUrl = *apiUrl;
    else
        report(apiUrl.error());
    if (returnUrl)
        settings.returnUrl = *returnUrl;
    else
        report(returnUrl.error());
    return settings;
}

Result<Done> saveBusinessDay(const QString &file, const BusinessDay &day)
{
    QByteArray content;
    if (QFile existing(file); existing.exists()) {
        if (!existing.open(QFile::ReadOnly))
            return cannotSave(file);
        content = existing.readAll();
    }
    // Of QSettings' own writing, comments would not be left. In front of every section all are general.
    constexpr QByteArrayView mark("\xef\xbb\xbf");
    const QByteArray head = content.startsWith(mark) ? mark.toByteArray() : QByteArray();
    const QByteArray entries = QByteArray(dayStartKey) + '=' + day.start.toString(u"hh:mm"_s).toLatin1()
        + '\n' + timeZoneKey + '=' + day.zone.id() + '\n';
    QSaveFile target(file);
    if (!QDir().mkpath(QFileInfo(file).absolutePath()) || !target.open(QFile::WriteOnly)
        || !target.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return cannotSave(file);
    target.write(head + entries + withoutBusinessDay(content.sliced(head.size())));
    if (!target.commit())
        return cannotSave(file);
    return Done();
}

QString defaultFile()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation))
        .filePath(u"paydesk/paydesk.ini"_s);
}

QString dataDirectory(Mode mode)
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
        .filePath("paydesk/"_L1 + modeName(mode));
}

Result<QString> makeDataDirectory(Mode mode)
{
    const QString path = dataDirectory(mode);
    const auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (QDir().mkpath(path) && QFile::setPermissions(path, ownerOnly))
        return path;
    return Error{.kind = ErrorKind::Storage,
        .text
        = SettingsText::tr("Paydesk cannot keep its list of payments in %1. Check that the folder can be "
                           "written to.")
              .arg(path)};
}

} // namespace paydesk::settings
