-- compatible
-- Whether the token itself holds what it is for, beside what its actor holds: one with limits that was made for somebody else.
alter table tokens add column holds boolean not null default false;
