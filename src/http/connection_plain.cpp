#include "http/connection.h"

namespace mizan::http {

void serve_plain(Lane& lane, Socket socket) {
    beast::error_code ec;
    const auto address = socket.remote_endpoint(ec).address().to_string();
    if (ec) return;  // gone already
    std::make_shared<Connection<TcpStream>>(lane, address, std::move(socket))->start();
}

}  // namespace mizan::http
