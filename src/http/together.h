// Together: answers that one thread gives to many requests leave it together, so that each of the server's threads is woken once for all
// of its own and not for each, which on a busy core costs two changes of thread an answer.
#pragma once

#include <memory>

namespace mizan::http {

// While it lives, what this thread answers (Reply) waits; at its end it is sent. One in a thread at a time.
class Together {
public:
    Together();
    ~Together();
    Together(const Together&) = delete;
    Together& operator=(const Together&) = delete;

    struct Waiting;

private:
    std::unique_ptr<Waiting> waiting_;
};

}  // namespace mizan::http
