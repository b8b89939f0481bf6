-- compatible
-- What an address that a promotion asks has answered last. Gates read these rows; only a controller of its own asks.
create table http_answers (
  promotion_id text not null references promotions on delete cascade,
  -- Address, condition and artifact: when one of them is another, so is the question.
  question text not null,
  state text not null check (state in ('open', 'waiting')),
  message jsonb not null,
  since timestamptz not null,
  asked_at timestamptz not null,
  next_at timestamptz not null,
  primary key (promotion_id, question)
);
