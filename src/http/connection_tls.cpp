#include <boost/asio/ssl/stream.hpp>

#include "http/connection.h"

namespace mizan::http {

void serve_tls(Lane& lane, Socket socket) {
    ErrorCode ec;
    const auto address = socket.remote_endpoint(ec).address().to_string();
    if (ec) return;  // gone already
    std::make_shared<Connection<asio::ssl::stream<Socket>>>(lane, address, std::move(socket),
                                                            *lane.shared.tls)
        ->start();
}

}  // namespace mizan::http
