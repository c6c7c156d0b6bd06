/** Where programs in a confinement find the proxy of the mirrors. */
const PORT = 3142;

/** What a confined program knows of the network. */
export const FORWARDED = {
  http_proxy: `http://127.0.0.1:${PORT}`,
  https_proxy: `http://127.0.0.1:${PORT}`,
} as const;

/**
 * apt asks a TCP port, and the proxy listens on a Unix socket, since the network of a confinement is its
 * own. So this passes on what comes to port $1 to the socket $2, and becomes the rest of its
 * arguments, which it isn't a child of. It comes with no package but those that mmdebstrap needs.
 *
 * Before that it lets go of the caller's files and, where no filter refuses all that is done to keys, of
 * those that the caller's session has in the kernel.
 */
const FORWARD = `use strict;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use POSIX ();
m{/(\\d+)$} && $1 > 2 && POSIX::close($1) for glob '/proc/self/fd/*';
my ($port, $socket) = splice @ARGV, 0, 2;
eval { require 'syscall.ph'; syscall(&SYS_keyctl, 1, 0) };
my $door = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 64)
  or die "no way to the mirrors: $@\\n";
my $child = fork // die "no way to the mirrors: $!\\n";
if ($child) {
  close $door;
  waitpid $child, 0;
  exec { $ARGV[0] } @ARGV or print STDERR "$ARGV[0]: $!\\n";
  exit 127;
}
exit if fork // die "no way to the mirrors: $!\\n";
open STDIN, '<', '/dev/null';
open STDOUT, '>', '/dev/null';
open STDERR, '>', '/dev/null';
$SIG{CHLD} = 'IGNORE';
while (1) {
  my $near = $door->accept or next;
  my $pid = fork;
  next if $pid or not defined $pid;
  close $door;
  my $far = IO::Socket::UNIX->new(Peer => $socket) or exit;
  my $open = IO::Select->new($near, $far);
  while ($open->count) {
    for my $from ($open->can_read) {
      my $to = $from == $near ? $far : $near;
      my $length = sysread $from, my $bytes, 65536;
      if (!$length) {
        $open->remove($from);
        shutdown $to, 1;
        next;
      }
      for (my $sent = 0; $sent < $length;) {
        $sent += syswrite($to, $bytes, $length - $sent, $sent) // exit;
      }
    }
  }
  exit;
}
`;

/** The command line before one that reaches a proxy at a Unix socket as {@link FORWARDED} says. Pure. */
export function forwarding(socket: string): string[] {
  return ['perl', '-e', FORWARD, String(PORT), socket];
}
