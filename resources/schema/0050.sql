DELETE FROM wish_now;
