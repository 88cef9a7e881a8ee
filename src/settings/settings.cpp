// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings.h"

#include "core/secureurl.h"

#include <QCoreApplication>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace paydesk::settings {

namespace {

struct SettingsText
{
    Q_DECLARE_TR_FUNCTIONS(Settings)
};

constexpr int maximumShopNameLength = 80;

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
