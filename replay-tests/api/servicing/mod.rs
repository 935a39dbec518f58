mod loans;
