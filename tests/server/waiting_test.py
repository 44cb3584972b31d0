"""What is asked for a moment's answer does not wait behind what takes long. waiting_test.py MIZAN"""

import threading

import service
from service import HARMFUL, ServiceTest, wait_until


class Waiting(ServiceTest):
    def test_readiness_and_log_in_do_not_wait(self):
        """Long questions, more of them than the threads that answer such."""
        body = {"text": (HARMFUL + ". The roses are in bloom, and nobody minds. ") * 20000}
        ended = []
        threads = [threading.Thread(target=lambda: ended.append(self.ask("POST", "/api/v1/explain", body, key=self.lead, expect=200)))
                   for _ in range(6)]
        for thread in threads:
            thread.start()
        wait_until(lambda: self.in_the_pool() > 0)
        self.ask("GET", "/readyz", expect=200)
        self.service.log_in()
        self.ask("GET", "/readyz", expect=200)
        before = len(ended)
        for thread in threads:
            thread.join()
        self.assertEqual(len(ended), 6)
        self.assertLess(before, 4)  # else those were answered in their turn

    def in_the_pool(self):
        """How many questions have come in whole: each is more than a megabyte."""
        return self.memory() > self.before + (3 << 20)

    def memory(self):
        text = open(f"/proc/{self.service.process.pid}/statm").read()
        return int(text.split()[1]) * 4096

    def setUp(self):
        self.before = self.memory()


if __name__ == "__main__":
    service.main()
