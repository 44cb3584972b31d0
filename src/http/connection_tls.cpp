#include <boost/beast/ssl/ssl_stream.hpp>

#include "http/connection.h"

namespace mizan::http {

void serve_tls(Lane& lane, Socket socket) {
    beast::error_code ec;
    const auto address = socket.remote_endpoint(ec).address().to_string();
    if (ec) return;  // gone already
    std::make_shared<Connection<beast::ssl_stream<TcpStream>>>(
        lane, address, TcpStream(std::move(socket)), *lane.shared.tls)
        ->start();
}

}  // namespace mizan::http
