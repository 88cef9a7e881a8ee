// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace paydesk::journal {

class Database;

/// The schema that this program writes (`PRAGMA user_version`).
int newestSchema();

/// Brings an open journal file to newestSchema() in one transaction, from an empty file too. Throws
/// StorageFailure, and leaves the file as it was: also for a file of a newer program, which is refused.
void migrate(Database &database);

} // namespace paydesk::journal
