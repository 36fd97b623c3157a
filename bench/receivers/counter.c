/* Counts datagrams on 127.0.0.1, and does nothing else: the floor for every receiver.
 * Arguments: port, receive buffer in bytes. Prints the count at SIGTERM. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { SLOTS = 1024, SLOT_BYTES = 2048 };

static char data[SLOTS][SLOT_BYTES];
static struct iovec vectors[SLOTS];
static struct mmsghdr headers[SLOTS];
static volatile sig_atomic_t stopped;

static void stop(int signal_number) { (void)signal_number; stopped = 1; }

int main(int argc, char **argv) {
  if (argc != 3) return 100;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = stop; /* without SA_RESTART, so that the wait ends */
  sigaction(SIGTERM, &action, NULL);

  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  int buffer = atoi(argv[2]);
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) != 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)atoi(argv[1]));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
    perror("bind");
    return 111;
  }
  for (int i = 0; i < SLOTS; i++) {
    vectors[i].iov_base = data[i];
    vectors[i].iov_len = SLOT_BYTES;
    headers[i].msg_hdr.msg_iov = &vectors[i];
    headers[i].msg_hdr.msg_iovlen = 1;
  }
  unsigned long count = 0;
  while (!stopped) {
    int received = recvmmsg(fd, headers, SLOTS, MSG_WAITFORONE, NULL);
    if (received > 0) count += (unsigned long)received;
    else if (errno != EINTR) return 111;
  }
  printf("%lu\n", count);
  return 0;
}
