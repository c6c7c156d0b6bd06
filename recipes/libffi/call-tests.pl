# Compiles libffi's own tests of calls and closures against the artifact and runs each, as its
# testsuite would through DejaGnu: a test passes when its program ends with exit code 0 and writes
# what its dg-output directives expect. A directive that isn't known here is an error, so that no
# test passes by not being understood.
#
# KINDS="call closures" perl call-tests.pl TESTSUITE FLAGS...
use strict;
use warnings;

my ($testsuite, @flags) = @ARGV;
# The testsuite's patterns have a vendor in it.
my $triplet = `cc -dumpmachine` =~ /^(\w+)-(\S+)$/ ? "$1-unknown-$2" : die "cc tells no triplet\n";
my $work = "$ENV{HOME}/call-tests";
my $jobs = `nproc` || 1;
my $seconds = 300;
# So many failures of one process say enough.
my $most = 10;

mkdir $work or die "$work: $!\n";
# What the tests ask of the header that configure makes, which no artifact has.
my $header = <<'HEADER';
#define HAVE_STDINT_H 1
#define HAVE_INTTYPES_H 1
#define HAVE_MMAP_ANON 1
#define FFI_HIDDEN __attribute__((visibility("hidden")))
HEADER
# Where closures may be made from trampolines in the library, as configure.ac has it since 3.4.
if (-e "$testsuite/../src/tramp.c" && $triplet =~ /^(x86_64|aarch64)-/) {
  $header .= "#define FFI_EXEC_STATIC_TRAMP 1\n";
}
write_file("$work/fficonfig.h", $header);

my @tests = map { glob "$testsuite/libffi.$_/*.c $testsuite/libffi.$_/*.cc" } split ' ', $ENV{KINDS} // 'call closures';
die "no tests in $testsuite\n" if !@tests;

# Each process takes every so manieth test, and leaves what became of it in a file.
my @children;
for my $first (0 .. $jobs - 1) {
  my $child = fork // die "fork: $!\n";
  push @children, $child and next if $child;
  my $failures = 0;
  for (my $i = $first; $i < @tests; $i += $jobs) {
    my $result = $failures == $most ? 'skipped' : eval { run_test($tests[$i], "$work/$i") } // "failed: $@";
    $failures++ if $result =~ /^failed/;
    write_file("$work/$i.result", $result);
  }
  exit 0;
}
waitpid $_, 0 for @children;

my %count = map { $_ => 0 } qw(passed failed expected skipped);
for my $i (0 .. $#tests) {
  my $result = -e "$work/$i.result" ? read_file("$work/$i.result") : 'failed: nothing came of it';
  my ($kind) = $result =~ /^(\w+)/;
  $count{$kind}++;
  print substr($tests[$i], 1 + length $testsuite), ": $result\n" if $kind !~ /^(?:passed|skipped)$/;
}
print "call tests: $count{passed} passed, $count{failed} failed";
print ", $count{expected} expected to fail" if $count{expected};
print ", $count{skipped} not run after so many" if $count{skipped};
print "\n";
exit($count{failed} ? 1 : 0);

# What became of a test: `passed`, `failed: WHY`, or `expected to fail: WHY` where upstream says so.
sub run_test {
  my ($test, $program) = @_;
  my %test = directives(read_file($test));
  my $compiler = $test =~ /\.cc$/ ? 'c++' : 'cc';
  my ($code, $output) = run(
    $compiler, '-O0', '-w', @{ $test{options} }, "-I$work", "-I$testsuite/../include", $test,
    @flags, '-lpthread', '-o', $program,
  );
  my $why = $code ? "does not compile: $output" : '';
  if (!$why) {
    ($code, $output) = run('timeout', $seconds, $program);
    $why = $code ? "ended with $code: $output" : '';
    $why ||= "wrote: $output" if $output !~ /(?:$test{output})/;
    unlink $program;
  }
  return 'passed' if !$why;
  return $test{fails} ? "expected to fail: $why" : "failed: $why";
}

# What a test's comments ask for, here, on this triplet.
sub directives {
  my ($text) = @_;
  my %test = (options => [], output => '', fails => 0);
  while ($text =~ /\{ *dg-([\w-]+) +(.*?)\}? *\*\//g) {
    my ($name, $rest) = ($1, $2);
    my ($selects, $globs) = $rest =~ s/\{ *(target|xfail) +([^}]*)\}.*// ? ($1, $2) : ('', '*');
    my $here = grep { $triplet =~ glob_pattern($_) } split ' ', $globs;
    $rest =~ s/ *\}? *$//;
    my $value = $rest =~ /^"(.*)"$/ ? unquote($1) : $rest;
    $test{fails} ||= $selects eq 'xfail' && $here;
    if ($name eq 'do' && $value eq 'run') { next }
    elsif ($name eq 'output') { $test{output} .= $value }
    elsif ($name eq 'options') { push @{ $test{options} }, split ' ', $value if $here }
    else { die "directive dg-$name $rest is not known" }
  }
  return %test;
}

# As Tcl reads a word in double quotes.
sub unquote {
  my ($text) = @_;
  my %special = (n => "\n", t => "\t", r => "\r");
  $text =~ s/\\(.)/$special{$1} \/\/ $1/ge;
  return $text;
}

sub glob_pattern {
  my $pattern = join '.*', map { quotemeta } split /\*/, $_[0], -1;
  return qr/^$pattern$/;
}

# Exit code and output of a program.
sub run {
  my @command = @_;
  my $child = open(my $pipe, '-|') // die "fork: $!\n";
  if (!$child) {
    open STDERR, '>&', \*STDOUT;
    exec { $command[0] } @command or die "$command[0]: $!\n";
  }
  my $output = do { local $/; <$pipe> } // '';
  close $pipe;
  return ($? & 127 ? 128 + ($? & 127) : $? >> 8, $output);
}

sub read_file {
  my ($file) = @_;
  open my $handle, '<', $file or die "$file: $!\n";
  local $/;
  return <$handle> // '';
}

sub write_file {
  my ($file, $text) = @_;
  open my $handle, '>', $file or die "$file: $!\n";
  print $handle $text;
  close $handle or die "$file: $!\n";
}
