create table feedback (
    feedback_id char(36) character set ascii collate ascii_bin not null primary key,
    user_id     varchar(255)  not null,
    text        varchar(2000) not null,
    -- UTC; the type has no zone
    created_at  datetime(6)   not null
) engine = InnoDB default character set utf8mb4 collate ${exact};

create index feedback_by_user on feedback (user_id, created_at);
