// A server's home directory: its keys, who is enrolled, and where it can be reached.
// home/server.key server.pub journal.key enrolled.csv people.csv clients/<user>.key endpoints
// witness-<shard>
#pragma once

#include <filesystem>
#include <string>

#include "server/core/command.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// Makes what is missing; leaves what is there. Throws std::runtime_error naming the file.
void make_home(const std::filesystem::path& home);

// Draws a key pair into clients/<user>.key (mode 0600) and enrols its public half.
// Throws when the user is enrolled already, the name is not [A-Za-z0-9_.-]+, or enrolled.csv could
// not be read with the new row (a clerk without a department, "a,b"): then nothing is written.
void enrol(const std::filesystem::path& home, const actor& who);

// For a demonstration only: a clerk for every department ("clerk-<code>"), an officer for every
// desk ("desk-<area>"), a supervisor for the city and for every district ("supervisor-<area>"),
// `walkers` grid workers spread over the leaf areas ("walker-<n>"), one "importer", and whoever has
// a post in posts.csv and is none of these; and a name for each in people.csv. Whoever is enrolled
// or has a name already is left alone.
void enrol_demo_city(const std::filesystem::path& home, const policy& city, int walkers);

// home/endpoints: two lines that clients read, "requests <endpoint>" and "feed <endpoint>".
void announce_endpoints(const std::filesystem::path& home, const std::string& requests,
                        const std::string& feed);

}  // namespace gridwhistle
