#include "http/connection.h"

namespace mizan::http {

void serve_plain(Lane& lane, Socket socket) {
    ErrorCode ec;
    const auto address = socket.remote_endpoint(ec).address().to_string();
    if (ec) return;  // gone already
    std::make_shared<Connection<Socket>>(lane, address, std::move(socket))->start();
}

}  // namespace mizan::http
