create table feedback (
    feedback_id uuid primary key,
    user_id     varchar(255)   not null,
    text        varchar(2000)  not null,
    created_at  timestamptz(6) not null
);

create index feedback_by_user on feedback (user_id, created_at);
