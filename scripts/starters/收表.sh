#!/bin/sh
# 收表：双击，或者在终端里运行。
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1
cd -- "$here/../.." || exit 1
export PYTHONUTF8=1 PYTHONIOENCODING=utf-8:replace
if [ -x .venv/bin/python ]; then
  .venv/bin/python -m scripts.intake "$@"
  status=$?
  if [ "$status" -eq 0 ]; then echo "好了：结果在“回表”文件夹里。"; else echo "还有要改的：看上面的话；写了退回的表的，在“回表”文件夹里。改好后再双击一次。"; fi
else
  echo "还没有装好：这个文件夹里没有 .venv。"
  echo "请按 README.md 装好一次（要联网），或者从装好的电脑把整个文件夹拷来。"
  status=1
fi
if [ -t 0 ]; then printf "按回车键关闭。"; read -r _; fi
exit "$status"
