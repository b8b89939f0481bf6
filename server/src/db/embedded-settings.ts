/**
 * A private database of one product on one machine: small when idle, as durable as PostgreSQL is. Nothing here turns off
 * fsync, full page writes or synchronous commit. Operators override with `ALTER SYSTEM SET …`, which is read later.
 */
export const embeddedSettings: Readonly<Record<string, string>> = {
  // Reached through the socket alone; who may enter the folder may use the database. The folder is the working one, so
  // its path may be of any length.
  listen_addresses: '',
  port: '5432',
  unix_socket_directories: '.',
  unix_socket_permissions: '0700',
  max_connections: '200',
  // Idle memory.
  shared_buffers: '32MB',
  io_method: 'sync',
  huge_pages: 'off',
  max_logical_replication_workers: '0',
  // Parallel plans and code generation pay off on large scans; ours are small and frequent.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  // Segments in /dev/shm fail where containers keep it small and vanish where systemd tidies up after a logout.
  dynamic_shared_memory_type: 'mmap',
  max_wal_size: '512MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log tells about PostgreSQL itself; errors of statements are told by whoever sent them.
  log_min_messages: 'log',
  log_checkpoints: 'off',
};
