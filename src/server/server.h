// Server: the service's API on HTTP.
#pragma once

#include <memory>

#include "base/result.h"
#include "http/web_server.h"
#include "server/site.h"

namespace mizan::server {

class Server {
public:
    // Listens. What it serves must outlive it; `casework` may be null. Errors: of http::WebServer::listen().
    [[nodiscard]] static Result<std::unique_ptr<Server>> listen(service::Live& live,
                                                                casework::Casework* casework,
                                                                access::Access& access,
                                                                http::WebOptions web,
                                                                SiteOptions options);
    [[nodiscard]] int port() const { return web_->port(); }
    // Answers until stop() was called, then finishes what it took.
    void run() { web_->run(); }
    void stop();

private:
    Server() = default;
    std::unique_ptr<Site> site_;
    std::unique_ptr<http::WebServer> web_;
};

}  // namespace mizan::server
