// `mizan flag`: the group of commands of those who flag. Private to this room.
#pragma once

namespace CLI {
class App;
}

namespace mizan::cli {

// `mizan flag send`: many flags from files.
void add_flag_send_command(CLI::App& flag, int& exit_code);

}  // namespace mizan::cli
